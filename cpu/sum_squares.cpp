#include "cpu/sum_squares.h"

#include <algorithm>
#include <numeric>

#include "cpu/lane_sum.h"
#include "cpu/parallel.h"

namespace mien::cpu {

template <class T>
double sum_squares(const Context& context, const std::vector<std::span<const T>>& rows) {
  constexpr std::size_t kBlock = 16384;
  std::vector<std::span<const T>> blocks;
  for (const auto& row : rows) {
    for (std::size_t begin = 0; begin < row.size(); begin += kBlock) {
      blocks.push_back(row.subspan(begin, std::min(kBlock, row.size() - begin)));
    }
  }
  std::vector<double> sums(blocks.size());
  parallel_for(context, static_cast<Index>(blocks.size()), [&](Index block) {
    const T* const x = blocks[block].data();
    sums[block] = lane_sum<double>(std::ssize(blocks[block]), [=](Index i) {
      const double value = x[i];
      return value * value;
    });
  });
  return std::accumulate(sums.begin(), sums.end(), 0.0);
}

template double sum_squares(const Context&, const std::vector<std::span<const float>>&);
template double sum_squares(const Context&, const std::vector<std::span<const double>>&);

}  // namespace mien::cpu
