#pragma once

#include <algorithm>
#include <vector>

#include "tensor/check.h"

namespace mien::cpu {

// Note [Moments of blocks]
//
// Mean and variance of a channel are found block by block of its values, wherever a block is still
// in the cache: its mean, then its squared deviations from that, so that a large mean spoils
// nothing. Blocks are merged in order, in double (Chan et al., "Updating Formulae and a Pairwise
// Algorithm for Computing Sample Variances", 1979). Their cut depends on shapes alone, and with it
// the result.

/// sum[c] += value(r, c) over the rows. Four neighbours are added in T, then to the sum in double.
template <class T, class Value>
void add_rows(Index rows, Index columns, double* __restrict sum, Value&& value) {
  Index r = 0;
  for (; r + 4 <= rows; r += 4) {
    for (Index c = 0; c < columns; ++c) {
      const T four = (value(r, c) + value(r + 1, c)) + (value(r + 2, c) + value(r + 3, c));
      sum[c] += static_cast<double>(four);
    }
  }
  for (; r < rows; ++r) {
    for (Index c = 0; c < columns; ++c) sum[c] += static_cast<double>(value(r, c));
  }
}

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
    for (Index done = 0; done < count; done += kColumns) {
      const Index columns = std::min(kColumns, count - done);
      const Index at = block * channels_ + first + done;
      assign<T>(rows, columns, &means_[at], &squares_[at],
                [&](Index r, Index c) { return row(r)[done + c]; });
    }
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
  static constexpr Index kColumns = 256;

  // The mean, and the sum of squared deviations from it.
  template <class T, class Value>
  static void assign(Index rows, Index columns, double* mean, double* squares, Value&& value) {
    T centre[kColumns];
    std::fill_n(mean, columns, 0.0);
    std::fill_n(squares, columns, 0.0);
    add_rows<T>(rows, columns, mean, value);
    for (Index c = 0; c < columns; ++c) {
      mean[c] /= static_cast<double>(rows);
      centre[c] = static_cast<T>(mean[c]);
    }
    add_rows<T>(rows, columns, squares, [&](Index r, Index c) {
      const T d = value(r, c) - centre[c];
      return d * d;
    });
  }

  Index channels_;
  std::vector<Index> rows_;
  std::vector<double> means_, squares_;  // [block][channel]
};

}  // namespace mien::cpu
