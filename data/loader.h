#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "data/ahead.h"
#include "data/dataset.h"
#include "data/sample_fields.h"
#include "data/sample_order.h"

namespace mien {

struct LoaderOptions {
  Index batch = 16;
  std::uint64_t seed = 0;
  bool shuffle = true;
  bool mirror = false;   ///< mirrors half of the pairs, both images, drawn by (epoch, sample)
  double repaint = 0;    ///< share of the portraits whose palette is changed (data/repaint.h)
  bool degrade = false;  ///< photos are degraded anew in each epoch, in place of the data set's
  bool pixels = false;   ///< hands images out as pixels, where no palette may be changed
  Index prefetch = 2;    ///< batches made ahead
  std::vector<SampleField> fields = {};  ///< what else each sample is to carry
};

/// Portraits, the faces they should be turned back into, and what else was asked for.
struct Batch {
  Index position = 0;            ///< of the first sample in the run, counted in samples
  std::vector<Index> portraits;  ///< their numbers in the data set
  Tensor input, target;          ///< float32 [N, S, S, 3] in [-1, 1], or uint8, not mirrored yet
  Tensor mirrored;               ///< uint8 [N], 0 or 1: which samples are
  SampleFields fields;           ///< of the same samples, mirrored with them
  double processor_seconds = 0;  ///< that making it took from a core
};

/// Makes batches in a thread of its own, ahead of the training that takes them.
///
/// Its whole state is its position: how many samples were handed out since the run began. A run
/// that goes on begins a loader there. See SampleOrder; a batch may reach over the end of an epoch.
/// What the thread throws, a page of a broken disk aside, comes out of `next`. The destructor stops
/// the thread, whatever it does.
class Loader {
 public:
  /// `portraits` are the numbers to visit. The data set must outlive the loader.
  /// Throws std::invalid_argument for no portraits, a batch or a prefetch that is not positive,
  /// DatasetError if it is to degrade what are no degraded photographs, and as FieldReader does.
  Loader(const Dataset& dataset, std::vector<Index> portraits, const LoaderOptions& options,
         Index position = 0);

  /// The next batch; waits for it if need be.
  Batch next();

  /// Seconds that the last `next` waited.
  double last_wait() const { return ahead_->last_wait(); }
  /// Seconds that the last batch cost the training: the wait, and the processor time of making it,
  /// which the compute threads could have had.
  double last_cost() const { return last_cost_; }

 private:
  Batch make(Index position);
  void read_input(Index sample, Index epoch, Index place, Batch& batch) const;

  const Dataset& dataset_;
  FieldReader reader_;
  std::vector<Index> portraits_;
  LoaderOptions options_;
  SampleOrder order_;  // of the thread
  double last_cost_ = 0;
  std::optional<Ahead<Batch>> ahead_;  // last: its thread uses all of the above
};

}  // namespace mien
