#pragma once

#include <optional>

#include "cuda/cudnn_descriptor.h"
#include "cuda/precision.h"
#include "tensor/conv2d_geometry.h"

// For the sources of cuda/ alone.

namespace mien::cuda {

/// Whether both ends of each axis are, or might as well be, padded alike. An engine of cuDNN 9.19
/// got the weight gradient of others wrong.
bool has_even_padding(const Conv2dGeometry& g);

/// A float convolution with even padding, or one of its adjoints, as cuDNN is asked for it.
struct Conv2dProblem {
  Conv2dGeometry geometry;
  Conv2dPass pass;
  Precision precision;
  bool deterministic;  ///< the same bits in every run
  Index alignment;     ///< bytes that every operand's address is a multiple of

  auto operator<=>(const Conv2dProblem&) const = default;
};

/// The three tensors of a convolution; the pass says which of them is written.
struct Conv2dOperands {
  const float *x, *w, *y;
};

/// One of cuDNN's ways to compute a problem, ready to run.
class Conv2dPlan {
 public:
  /// Bytes of workspace.
  Index workspace() const { return workspace_; }

  /// Queues the convolution. `workspace` is on the card and large enough.
  void run(cudnnHandle_t cudnn, const Conv2dOperands& operands, void* workspace) const;

 private:
  friend class Conv2dCandidates;
  explicit Conv2dPlan(CudnnDescriptor plan);

  CudnnDescriptor plan_;
  Index workspace_;
};

/// cuDNN's proposals for a problem, the likely fastest first, then those that always work. Engines
/// that round more coarsely than the problem's precision, or that add in an order that changes from
/// run to run where it is to be deterministic, are not among them.
class Conv2dCandidates {
 public:
  Conv2dCandidates(cudnnHandle_t cudnn, const Conv2dProblem& problem);

  Index count() const { return static_cast<Index>(configurations_.size()); }
  /// Nothing where the proposal turns out not to be supported.
  std::optional<Conv2dPlan> plan(Index candidate);

 private:
  void propose(const CudnnDescriptor& graph, cudnnBackendHeurMode_t mode,
               const Conv2dProblem& problem);

  cudnnHandle_t cudnn_;
  std::vector<CudnnDescriptor> configurations_;
};

}  // namespace mien::cuda
