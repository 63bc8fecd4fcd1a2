#include "cpu/reduce.h"

#include <algorithm>
#include <vector>

#include "cpu/lane_sum.h"
#include "cpu/parallel.h"

namespace mien::cpu {
namespace {

constexpr Index kChunk = 256;    // rows summed in T before they are added in double
constexpr Index kColumns = 256;  // columns summed side by side

// total[b] = sum of the rows [begin, end) of x, which has `stride` elements a row; b < count.
template <class T>
void sum_rows(const T* x, Index begin, Index end, Index stride, Index count, double* total) {
  T chunk[kColumns];
  std::fill_n(total, count, 0.0);
  for (Index first = begin; first < end; first += kChunk) {
    const Index last = std::min(end, first + kChunk);
    std::fill_n(chunk, count, T{0});
    for (Index r = first; r < last; ++r) {
      const T* row = x + r * stride;
      for (Index b = 0; b < count; ++b) chunk[b] += row[b];
    }
    for (Index b = 0; b < count; ++b) total[b] += static_cast<double>(chunk[b]);
  }
}

// The same for short rows of `count` neighbours: several are taken as one, and folded at the end.
template <class T>
void sum_short_rows(const T* x, Index begin, Index end, Index count, double* total) {
  const Index side_by_side = kColumns / count, wide = side_by_side * count;
  const Index wide_rows = (end - begin) / side_by_side;
  double wide_total[kColumns], rest[kColumns];
  const T* const start = x + begin * count;
  sum_rows(start, 0, wide_rows, wide, wide, wide_total);
  sum_rows(start + wide_rows * wide, 0, end - begin - wide_rows * side_by_side, count, count, rest);
  std::copy_n(rest, count, total);
  for (Index i = 0; i < wide; ++i) total[i % count] += wide_total[i];
}

// The sum of n neighbours.
template <class T>
double sum_contiguous(const T* x, Index n) {
  return lane_sum<double>(n, [=](Index i) { return static_cast<double>(x[i]); });
}

}  // namespace

template <class T>
void sum_middle(const Context& context, Index A, Index R, Index B, const T* x, T* y) {
  constexpr Index kRowsPerTask = 8192;
  const Index tasks_r = std::max<Index>(1, (R + kRowsPerTask - 1) / kRowsPerTask);
  const Index tasks_b = (B + kColumns - 1) / kColumns;
  std::vector<double> partial(A * tasks_r * B);

  const auto one_task = [&](Index a, Index tr, Index tb) {
    const Index begin = tr * kRowsPerTask, end = std::min(R, begin + kRowsPerTask);
    const Index column = tb * kColumns, count = std::min(B - column, kColumns);
    const T* plane = x + a * R * B;
    double* total = partial.data() + (a * tasks_r + tr) * B + column;
    if (B == 1) {
      *total = sum_contiguous(plane + begin, end - begin);
    } else if (B <= kColumns / 2) {
      sum_short_rows(plane, begin, end, B, total);
    } else {
      sum_rows(plane + column, begin, end, B, count, total);
    }
  };
  const Index tasks = A * tasks_r * tasks_b;
  const Index per_block =
      std::max<Index>(1, 16384 / std::max<Index>(1, R * B / std::max<Index>(1, tasks_r * tasks_b)));
  parallel_blocks(context, tasks, per_block, [&](Index begin, Index end) {
    for (Index t = begin; t < end; ++t) {
      one_task(t / (tasks_r * tasks_b), t / tasks_b % tasks_r, t % tasks_b);
    }
  });
  for (Index a = 0; a < A; ++a) {
    for (Index b = 0; b < B; ++b) {
      double total = 0;
      for (Index tr = 0; tr < tasks_r; ++tr) total += partial[(a * tasks_r + tr) * B + b];
      y[a * B + b] = static_cast<T>(total);
    }
  }
}

template void sum_middle(const Context&, Index, Index, Index, const float*, float*);
template void sum_middle(const Context&, Index, Index, Index, const double*, double*);

}  // namespace mien::cpu
