#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "cpu/filter_cache.h"
#include "models/recipe.h"
#include "tensor/device_runtime.h"

namespace mien {

/// Work that is done on batch after batch, recorded and replayed where the device can
/// (Note [Recorded work] in tensor/device_runtime.h). Where it is done as usual, convolutions keep
/// the filters that the work will use again (Note [Filters used again] in cpu/filter_cache.h).
///
/// It is done as usual whenever a batch has other shapes than the one before, or the work other
/// constants; recorded at the second batch with the same; and replayed from then on. What it
/// computes is left in tensors that it keeps for its caller, the same ones at each replay.
class RepeatedWork {
 public:
  using Work = std::function<void(const TrainingBatch& batch)>;

  /// `constants` are all numbers the host brings into the work. Returns whether a recording was
  /// replayed that was made at an earlier call, so that what `work` does on the host was not done.
  bool run(const TrainingBatch& batch, std::vector<double> constants, const Work& work);

 private:
  cpu::FilterCache filters_;
  std::vector<double> key_;
  TrainingBatch batch_;  // what the recording reads
  std::unique_ptr<RecordedWork> recorded_;
};

}  // namespace mien
