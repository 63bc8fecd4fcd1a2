#include "cuda/conv2d_plan.h"

#include <algorithm>
#include <array>

namespace mien::cuda {
namespace {

enum Operand : Index { kX = 1, kW, kY };

// How the elements of a tensor are stored.
struct Element {
  cudnnDataType_t type;
  Index alignment;
};

// What is converted lies in memory of our own.
Element element_of(Operand operand, const Conv2dProblem& problem, Conv2dStorage storage) {
  constexpr Index kOwnAlignment = 16;
  const int i = static_cast<int>(operand - kX);
  const DType type = planned_type(i, problem.pass, storage);
  return {type == DType::bfloat16 ? CUDNN_DATA_BFLOAT16 : CUDNN_DATA_FLOAT,
          type == stored_type(i, problem) ? problem.alignment : kOwnAlignment};
}

// cuDNN counts the axes of an image N, C, H, W, and those of a filter alike; the strides say that
// channels lie side by side.
CudnnDescriptor channels_last(Operand operand, Index n, Index c, Index h, Index w,
                              Element element) {
  CudnnDescriptor tensor(CUDNN_BACKEND_TENSOR_DESCRIPTOR);
  tensor.set(CUDNN_ATTR_TENSOR_UNIQUE_ID, operand)
      .set(CUDNN_ATTR_TENSOR_DATA_TYPE, element.type)
      .set(CUDNN_ATTR_TENSOR_BYTE_ALIGNMENT, element.alignment)
      .set(CUDNN_ATTR_TENSOR_DIMENSIONS, std::array{n, c, h, w})
      .set(CUDNN_ATTR_TENSOR_STRIDES, std::array{h * w * c, Index{1}, w * c, c})
      .finalize();
  return tensor;
}

// Whether padding at the end of an axis, as much as at its beginning, gives the output its size.
bool is_even(Index in, Index out, Index kernel, Index stride, Index dilation, Index pad) {
  const Index least = (out - 1) * stride + (kernel - 1) * dilation + 1 - pad - in;
  return least <= pad && pad < least + stride;
}

CudnnDescriptor convolution(const Conv2dGeometry& g) {
  CudnnDescriptor descriptor(CUDNN_BACKEND_CONVOLUTION_DESCRIPTOR);
  descriptor.set(CUDNN_ATTR_CONVOLUTION_SPATIAL_DIMS, Index{2})
      .set(CUDNN_ATTR_CONVOLUTION_COMP_TYPE, CUDNN_DATA_FLOAT)
      .set(CUDNN_ATTR_CONVOLUTION_CONV_MODE, CUDNN_CROSS_CORRELATION)
      .set(CUDNN_ATTR_CONVOLUTION_PRE_PADDINGS, std::array{g.pad_top, g.pad_left})
      .set(CUDNN_ATTR_CONVOLUTION_POST_PADDINGS, std::array{g.pad_top, g.pad_left})
      .set(CUDNN_ATTR_CONVOLUTION_DILATIONS, std::array{g.dilation_h, g.dilation_w})
      .set(CUDNN_ATTR_CONVOLUTION_FILTER_STRIDES, std::array{g.stride_h, g.stride_w})
      .finalize();
  return descriptor;
}

// What cuDNN calls the parts of the operation of each pass.
struct Names {
  cudnnBackendDescriptorType_t operation;
  cudnnBackendAttributeName_t x, w, y, convolution, alpha, beta;
};

Names names(Conv2dPass pass) {
  switch (pass) {
    case Conv2dPass::forward:
      return {CUDNN_BACKEND_OPERATION_CONVOLUTION_FORWARD_DESCRIPTOR,
              CUDNN_ATTR_OPERATION_CONVOLUTION_FORWARD_X,
              CUDNN_ATTR_OPERATION_CONVOLUTION_FORWARD_W,
              CUDNN_ATTR_OPERATION_CONVOLUTION_FORWARD_Y,
              CUDNN_ATTR_OPERATION_CONVOLUTION_FORWARD_CONV_DESC,
              CUDNN_ATTR_OPERATION_CONVOLUTION_FORWARD_ALPHA,
              CUDNN_ATTR_OPERATION_CONVOLUTION_FORWARD_BETA};
    case Conv2dPass::input_gradient:
      return {CUDNN_BACKEND_OPERATION_CONVOLUTION_BACKWARD_DATA_DESCRIPTOR,
              CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_DATA_DX,
              CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_DATA_W,
              CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_DATA_DY,
              CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_DATA_CONV_DESC,
              CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_DATA_ALPHA,
              CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_DATA_BETA};
    case Conv2dPass::weight_gradient:
      break;
  }
  return {CUDNN_BACKEND_OPERATION_CONVOLUTION_BACKWARD_FILTER_DESCRIPTOR,
          CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_FILTER_X,
          CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_FILTER_DW,
          CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_FILTER_DY,
          CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_FILTER_CONV_DESC,
          CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_FILTER_ALPHA,
          CUDNN_ATTR_OPERATION_CONVOLUTION_BWD_FILTER_BETA};
}

CudnnDescriptor operation_graph(cudnnHandle_t cudnn, const Conv2dProblem& problem,
                                Conv2dStorage storage) {
  const Conv2dGeometry& g = problem.geometry;
  const Names name = names(problem.pass);
  const auto element = [&](Operand operand) { return element_of(operand, problem, storage); };
  CudnnDescriptor operation(name.operation), graph(CUDNN_BACKEND_OPERATIONGRAPH_DESCRIPTOR);
  operation
      .set(name.x, channels_last(kX, g.batch, g.in_channels, g.in_height, g.in_width, element(kX)))
      .set(name.w, channels_last(kW, g.out_channels, g.group_in(), g.kernel_height, g.kernel_width,
                                 element(kW)))
      .set(name.y,
           channels_last(kY, g.batch, g.out_channels, g.out_height, g.out_width, element(kY)))
      .set(name.convolution, convolution(g))
      .set(name.alpha, 1.0f)
      .set(name.beta, 0.0f)
      .finalize();
  graph.set(CUDNN_ATTR_OPERATIONGRAPH_HANDLE, cudnn)
      .set(CUDNN_ATTR_OPERATIONGRAPH_OPS, operation)
      .finalize();
  return graph;
}

bool is_allowed(cudnnBackendNumericalNote_t note, const Conv2dProblem& problem,
                Conv2dStorage storage) {
  switch (note) {
    case CUDNN_NUMERICAL_NOTE_TENSOR_CORE:  // of float operands: TF32
      return problem.precision != Precision::fp32 || storage != Conv2dStorage::floats;
    case CUDNN_NUMERICAL_NOTE_DOWN_CONVERT_INPUTS:
    case CUDNN_NUMERICAL_NOTE_REDUCED_PRECISION_REDUCTION:
    case CUDNN_NUMERICAL_NOTE_WINOGRAD_TILE_13x13:
      return false;
    case CUDNN_NUMERICAL_NOTE_FFT:  // in bfloat16 these round what they transform once more
    case CUDNN_NUMERICAL_NOTE_WINOGRAD:
    case CUDNN_NUMERICAL_NOTE_WINOGRAD_TILE_4x4:
    case CUDNN_NUMERICAL_NOTE_WINOGRAD_TILE_6x6:
      return storage == Conv2dStorage::floats;
    case CUDNN_NUMERICAL_NOTE_NONDETERMINISTIC:
      return !problem.deterministic;
    default:
      return true;
  }
}

bool is_allowed(const CudnnDescriptor& configuration, const Conv2dProblem& problem,
                Conv2dStorage storage) {
  const auto engines =
      configuration.descriptors(CUDNN_ATTR_ENGINECFG_ENGINE, CUDNN_BACKEND_ENGINE_DESCRIPTOR, 1);
  return std::ranges::all_of(engines.at(0).notes(), [&](cudnnBackendNumericalNote_t note) {
    return is_allowed(note, problem, storage);
  });
}

// What cuDNN's heuristics say to a graph.
std::vector<CudnnDescriptor> configurations(const CudnnDescriptor& graph,
                                            cudnnBackendHeurMode_t mode) {
  constexpr Index kMost = 32;
  CudnnDescriptor heuristics(CUDNN_BACKEND_ENGINEHEUR_DESCRIPTOR);
  heuristics.set(CUDNN_ATTR_ENGINEHEUR_OPERATION_GRAPH, graph)
      .set(CUDNN_ATTR_ENGINEHEUR_MODE, mode);
  if (!heuristics.is_supported()) return {};
  return heuristics.descriptors(CUDNN_ATTR_ENGINEHEUR_RESULTS, CUDNN_BACKEND_ENGINECFG_DESCRIPTOR,
                                kMost);
}

}  // namespace

bool has_even_padding(const Conv2dGeometry& g) {
  return is_even(g.in_height, g.out_height, g.kernel_height, g.stride_h, g.dilation_h, g.pad_top) &&
         is_even(g.in_width, g.out_width, g.kernel_width, g.stride_w, g.dilation_w, g.pad_left);
}

bool has_narrow_ways(const Conv2dProblem& problem) {
  return problem.precision == Precision::bf16 || problem.maps == DType::bfloat16;
}

DType stored_type(int operand, const Conv2dProblem& problem) {
  const bool is_filter_gradient = operand == 1 && problem.pass == Conv2dPass::weight_gradient;
  return is_filter_gradient ? DType::float32 : problem.maps;
}

DType planned_type(int operand, Conv2dPass pass, Conv2dStorage storage) {
  const bool is_written = operand == written_operand(pass);
  const bool is_narrow = storage == Conv2dStorage::all_narrow ||
                         (storage == Conv2dStorage::narrow_factors && !is_written);
  return is_narrow ? DType::bfloat16 : DType::float32;
}

int written_operand(Conv2dPass pass) {
  switch (pass) {
    case Conv2dPass::forward:
      return 2;
    case Conv2dPass::input_gradient:
      return 0;
    case Conv2dPass::weight_gradient:
      break;
  }
  return 1;
}

Conv2dPlan::Conv2dPlan(CudnnDescriptor plan, Conv2dStorage storage)
    : plan_(std::move(plan)),
      workspace_(plan_.integer(CUDNN_ATTR_EXECUTION_PLAN_WORKSPACE_SIZE)),
      storage_(storage) {}

void Conv2dPlan::run(cudnnHandle_t cudnn, const Tensors& tensors, void* workspace) const {
  CudnnDescriptor pack(CUDNN_BACKEND_VARIANT_PACK_DESCRIPTOR);
  pack.set(CUDNN_ATTR_VARIANT_PACK_UNIQUE_IDS, std::array<Index, 3>{kX, kW, kY})
      .set(CUDNN_ATTR_VARIANT_PACK_DATA_POINTERS, tensors)
      .set(CUDNN_ATTR_VARIANT_PACK_WORKSPACE, std::array{workspace})
      .finalize();
  MIEN_CUDA_CHECK(cudnnBackendExecute(cudnn, plan_.get(), pack.get()));
}

Conv2dCandidates::Conv2dCandidates(cudnnHandle_t cudnn, const Conv2dProblem& problem)
    : cudnn_(cudnn) {
  if (has_narrow_ways(problem)) {
    // The likelier one first.
    const bool narrow_result =
        stored_type(written_operand(problem.pass), problem) != DType::float32;
    constexpr auto kFactors = Conv2dStorage::narrow_factors, kAll = Conv2dStorage::all_narrow;
    for (const auto storage :
         narrow_result ? std::array{kAll, kFactors} : std::array{kFactors, kAll}) {
      try {
        propose(problem, storage);
      } catch (const CudaError&) {
        // This version of cuDNN refuses the mixture of types when it is described.
      }
    }
  }
  propose(problem, Conv2dStorage::floats);
}

void Conv2dCandidates::propose(const Conv2dProblem& problem, Conv2dStorage storage) {
  const CudnnDescriptor graph = operation_graph(cudnn_, problem, storage);
  for (const auto mode : {CUDNN_HEUR_MODE_A, CUDNN_HEUR_MODE_FALLBACK}) {
    // In float there is always something better than a slow engine in bfloat16.
    if (mode == CUDNN_HEUR_MODE_FALLBACK && storage != Conv2dStorage::floats) continue;
    for (auto& configuration : configurations(graph, mode)) {
      if (!is_allowed(configuration, problem, storage)) continue;
      proposals_.push_back({std::move(configuration), storage});
    }
  }
}

Conv2dStorage Conv2dCandidates::storage(Index candidate) const {
  return proposals_[static_cast<std::size_t>(candidate)].storage;
}

std::optional<Conv2dPlan> Conv2dCandidates::plan(Index candidate) {
  const Proposal& proposal = proposals_[static_cast<std::size_t>(candidate)];
  CudnnDescriptor plan(CUDNN_BACKEND_EXECUTION_PLAN_DESCRIPTOR);
  plan.set(CUDNN_ATTR_EXECUTION_PLAN_HANDLE, cudnn_)
      .set(CUDNN_ATTR_EXECUTION_PLAN_ENGINE_CONFIG, proposal.configuration);
  if (!plan.is_supported()) return std::nullopt;
  return Conv2dPlan(std::move(plan), proposal.storage);
}

}  // namespace mien::cuda
