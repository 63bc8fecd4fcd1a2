#include "cpu/channel_moments.h"

namespace mien::cpu {

Index BlockMoments::add_blocks(Index count) {
  const auto first = static_cast<Index>(rows_.size());
  rows_.resize(first + count);
  means_.resize((first + count) * channels_);
  squares_.resize(means_.size());
  return first;
}

template <class T>
void BlockMoments::merge(Index begin, Index end, T* mean, T* variance) const {
  std::vector<double> centre(channels_), squares(channels_);
  double total = 0;
  for (Index block = begin; block < end; ++block) {
    const auto rows = static_cast<double>(rows_[block]);
    const double share = rows / (total + rows), weight = total * share;
    const double *means = &means_[block * channels_], *own = &squares_[block * channels_];
    for (Index c = 0; c < channels_; ++c) {
      const double step = means[c] - centre[c];
      squares[c] += own[c] + step * step * weight;
      centre[c] += step * share;
    }
    total += rows;
  }
  for (Index c = 0; c < channels_; ++c) {
    mean[c] = static_cast<T>(centre[c]);
    variance[c] = static_cast<T>(squares[c] / total);
  }
}

template void BlockMoments::merge(Index, Index, float*, float*) const;
template void BlockMoments::merge(Index, Index, double*, double*) const;

}  // namespace mien::cpu
