#pragma once

#include <algorithm>
#include <cstring>
#include <vector>

#include "cpu/vector.h"

namespace mien::cpu {

// Note [Moments of blocks]
//
// Mean and variance of a channel are found block by block of its values, wherever a block is still
// in the cache: its mean, as a difference from its first value, then its squared deviations from
// that, so that a large mean spoils nothing. Neighbours are added in the values' own type, runs of
// them in double. Blocks are merged in order, in double (Chan et al., "Updating Formulae and a
// Pairwise Algorithm for Computing Sample Variances", 1979). Their cut depends on shapes alone, and
// with it the result.

namespace detail {

inline constexpr Index kRun = 16;  // rows whose values are added up in T

/// As many values as a vector holds.
template <class T>
using Pack [[gnu::vector_size(sizeof(Vector))]] = T;

/// Moments of N packs P of neighbouring channels: the means and the sums of squared deviations of
/// rows row(0), row(1), ...
template <class P, int N, class T, class Row>
struct PackMoments {
  static constexpr int kCount = N * static_cast<int>(sizeof(P) / sizeof(T));

  Index rows;
  const Row& row;

  void assign(double* mean, double* squares) const {
    P centre[N];
    T values[kCount];
    std::memcpy(centre, row(0), sizeof centre);
    std::memcpy(values, row(0), sizeof values);
    add(mean, [&](P x, int v) { return x - centre[v]; });
    for (int c = 0; c < kCount; ++c) {
      mean[c] = static_cast<double>(values[c]) + mean[c] / static_cast<double>(rows);
      values[c] = static_cast<T>(mean[c]);
    }
    std::memcpy(centre, values, sizeof centre);
    add(squares, [&](P x, int v) { return (x - centre[v]) * (x - centre[v]); });
  }

 private:
  // sum = that of value(pack v of a row, v) over the rows.
  template <class Value>
  void add(double* sum, Value&& value) const {
    std::fill_n(sum, kCount, 0.0);
    for (Index begin = 0; begin < rows; begin += kRun) {
      P part[N] = {};
      for (Index r = begin; r < std::min(rows, begin + kRun); ++r) {
        const T* from = row(r);
#pragma GCC unroll 4
        for (int v = 0; v < N; ++v, from += kCount / N) {
          P x;
          std::memcpy(&x, from, sizeof x);
          part[v] += value(x, v);
        }
      }
      T lanes[kCount];
      std::memcpy(lanes, part, sizeof lanes);
      for (int c = 0; c < kCount; ++c) sum[c] += static_cast<double>(lanes[c]);
    }
  }
};

}  // namespace detail

/// The moments of some blocks of rows, for each of their channels.
class BlockMoments {
 public:
  explicit BlockMoments(Index channels) : channels_(channels) {}

  /// Appends blocks; returns the number of the first.
  Index add_blocks(Index count);

  /// Assigns those of channels [first, first + count) of a block, whose values of channel
  /// first + c are row(r)[c]. Different channels of a block may be assigned at the same time.
  template <class T, class Row>
  void assign(Index block, Index rows, Index first, Index count, Row&& row) {
    if (first == 0) rows_[block] = rows;
    Index done = 0;
    const auto take = [&]<class P, int N> {
      const auto own = [&](Index r) { return row(r) + done; };
      using Moments = detail::PackMoments<P, N, T, decltype(own)>;
      for (; count - done >= Moments::kCount; done += Moments::kCount) {
        const Index at = block * channels_ + first + done;
        Moments{rows, own}.assign(&means_[at], &squares_[at]);
      }
    };
    take.template operator()<detail::Pack<T>, 4>();
    take.template operator()<detail::Pack<T>, 2>();
    take.template operator()<detail::Pack<T>, 1>();
    take.template operator()<T, 1>();
  }

  /// Assigns mean and biased variance of each channel over the rows of blocks [begin, end).
  template <class T>
  void merge(Index begin, Index end, T* mean, T* variance) const;
  /// Of all blocks.
  template <class T>
  void merge(T* mean, T* variance) const {
    merge(0, static_cast<Index>(rows_.size()), mean, variance);
  }

 private:
  Index channels_;
  std::vector<Index> rows_;
  std::vector<double> means_, squares_;  // [block][channel]
};

}  // namespace mien::cpu
