#pragma once

#include <cstdint>
#include <vector>

#include "tensor/check.h"

namespace mien {

/// In which order a run visits `count` samples: each once an epoch, anew shuffled each time.
///
/// The order depends on the seed and the position alone: position i of the run is in epoch
/// i / count and visits permutation(epoch)[i mod count]. A run that stopped after i samples goes on
/// with `at(i)`; nothing else has to be remembered.
class SampleOrder {
 public:
  /// Without `shuffle` every epoch visits 0, 1, ..., count - 1. Throws unless count is positive.
  SampleOrder(Index count, std::uint64_t seed, bool shuffle);

  struct Visit {
    Index epoch, sample;
  };
  Visit at(Index position);

 private:
  const std::vector<Index>& permutation(Index epoch);

  Index count_;
  std::uint64_t seed_;
  bool shuffle_;
  Index epoch_ = -1;  // of the permutation that is kept
  std::vector<Index> permutation_;
};

}  // namespace mien
