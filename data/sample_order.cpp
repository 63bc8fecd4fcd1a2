#include "data/sample_order.h"

#include "tensor/random.h"

namespace mien {

SampleOrder::SampleOrder(Index count, std::uint64_t seed, bool shuffle)
    : count_(count), seed_(seed), shuffle_(shuffle) {
  check(count > 0, "loader: there are no samples to load");
}

SampleOrder::Visit SampleOrder::at(Index position) {
  check(position >= 0, "loader: positions begin at 0, got ", position);
  const Index epoch = position / count_, place = position % count_;
  return {epoch, shuffle_ ? permutation(epoch)[static_cast<std::size_t>(place)] : place};
}

const std::vector<Index>& SampleOrder::permutation(Index epoch) {
  if (epoch != epoch_) {
    permutation_ =
        random_permutation(count_, Random(seed_, "loader", static_cast<std::uint64_t>(epoch)));
    epoch_ = epoch;
  }
  return permutation_;
}

}  // namespace mien
