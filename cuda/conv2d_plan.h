#pragma once

#include <array>
#include <optional>

#include "cuda/cudnn_descriptor.h"
#include "cuda/precision.h"
#include "tensor/conv2d_geometry.h"
#include "tensor/dtype.h"

// For the sources of cuda/ alone.

namespace mien::cuda {

/// Whether both ends of each axis are, or might as well be, padded alike. An engine of cuDNN 9.19
/// got the weight gradient of others wrong.
bool has_even_padding(const Conv2dGeometry& g);

/// A convolution with even padding, or one of its adjoints, as cuDNN is asked for it.
struct Conv2dProblem {
  Conv2dGeometry geometry;
  Conv2dPass pass;
  DType maps;  ///< how what is read, and a map that is written, are stored: float32 or bfloat16
  Precision precision;
  bool deterministic;  ///< the same bits in every run
  Index alignment;     ///< bytes that every operand's address is a multiple of

  auto operator<=>(const Conv2dProblem&) const = default;
};

/// Which of a convolution's tensors an engine wants in bfloat16.
///
/// Note [Factors in bfloat16]
/// Maps in bfloat16, with filters of the same type, are read and written as they are. With
/// Precision::bf16 factors that are stored in float are converted into workspace first. Sums are
/// float. A result in float, as the gradient of filters always is, is written so by engines that
/// can; others round it as well, and it is converted back. Where conversions cost more than they
/// save, or no such engine takes the shape (three channels, say), all tensors are float, with
/// factors rounded to TF32 at most. All ways are candidates for the same problem, and which it was,
/// `--explain` says.
enum class Conv2dStorage { floats, narrow_factors, all_narrow };

/// Which of the operands x, w, y (0, 1, 2) a pass writes.
int written_operand(Conv2dPass pass);

/// Whether there are other ways than Conv2dStorage::floats.
bool has_narrow_ways(const Conv2dProblem& problem);

/// The types of operand 0, 1 or 2: where it is stored, and as an engine wants it.
DType stored_type(int operand, const Conv2dProblem& problem);
DType planned_type(int operand, Conv2dPass pass, Conv2dStorage storage);

/// One of cuDNN's ways to compute a problem, ready to run.
class Conv2dPlan {
 public:
  /// x, w and y; the pass says which of them is written.
  using Tensors = std::array<void*, 3>;

  /// Bytes of workspace.
  Index workspace() const { return workspace_; }
  Conv2dStorage storage() const { return storage_; }

  /// Queues the convolution. The tensors are stored as `storage` says; `workspace` is on the card
  /// and large enough.
  void run(cudnnHandle_t cudnn, const Tensors& tensors, void* workspace) const;

 private:
  friend class Conv2dCandidates;
  Conv2dPlan(CudnnDescriptor plan, Conv2dStorage storage);

  CudnnDescriptor plan_;
  Index workspace_;
  Conv2dStorage storage_;
};

/// cuDNN's proposals for a problem, by storage, in bfloat16 first where the precision allows it:
/// the likely fastest, then those that always work. Engines that round more coarsely than the
/// problem's precision, or that add in an order that changes from run to run where it is to be
/// deterministic, are not among them.
class Conv2dCandidates {
 public:
  Conv2dCandidates(cudnnHandle_t cudnn, const Conv2dProblem& problem);

  Index count() const { return static_cast<Index>(proposals_.size()); }
  Conv2dStorage storage(Index candidate) const;
  /// Nothing where the proposal turns out not to be supported.
  std::optional<Conv2dPlan> plan(Index candidate);

 private:
  struct Proposal {
    CudnnDescriptor configuration;
    Conv2dStorage storage;
  };
  void propose(const Conv2dProblem& problem, Conv2dStorage storage);

  cudnnHandle_t cudnn_;
  std::vector<Proposal> proposals_;
};

}  // namespace mien::cuda
