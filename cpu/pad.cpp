#include "cpu/pad.h"

#include <algorithm>

#include "cpu/parallel.h"

namespace mien::cpu {
namespace {

// Output columns [begin, end) whose sources are neighbours in the same order, from `source` on.
struct Run {
  Index begin, end, source;
};

std::vector<Run> runs_of(const PadSource& columns) {
  std::vector<Run> runs;
  for (Index j = 0; j < static_cast<Index>(columns.size()); ++j) {
    const bool zero = columns[j] < 0;
    const bool joins =
        !runs.empty() && (zero ? runs.back().source < 0
                               : runs.back().source >= 0 && columns[j - 1] + 1 == columns[j]);
    if (joins) {
      runs.back().end = j + 1;
    } else {
      runs.push_back({j, j + 1, columns[j]});
    }
  }
  return runs;
}

}  // namespace

template <class T>
void pad(const Context& context, Index N, Index H, Index W, Index C, const PadSource& rows,
         const PadSource& columns, const T* x, T* y) {
  const Index height = std::ssize(rows), width = std::ssize(columns);
  const std::vector<Run> runs = runs_of(columns);
  parallel_rows(context, N * height, width * C, [&](Index row) {
    const Index n = row / height, source = rows[row % height];
    T* const to = y + row * width * C;
    if (source < 0) {
      std::fill_n(to, width * C, T{0});
      return;
    }
    const T* const from = x + (n * H + source) * W * C;
    for (const Run& run : runs) {
      const Index length = (run.end - run.begin) * C;
      if (run.source < 0) {
        std::fill_n(to + run.begin * C, length, T{0});
      } else {
        std::copy_n(from + run.source * C, length, to + run.begin * C);
      }
    }
  });
}

template <class T>
void pad_backward(const Context& context, Index N, Index H, Index W, Index C, const PadSource& rows,
                  const PadSource& columns, const T* dy, T* dx) {
  const Index height = std::ssize(rows), width = std::ssize(columns);
  const std::vector<Run> runs = runs_of(columns);
  std::vector<std::vector<Index>> copies(H);  // output rows that show an input row
  for (Index i = 0; i < height; ++i) {
    if (rows[i] >= 0) copies[rows[i]].push_back(i);
  }
  parallel_rows(context, N * H, W * C, [&](Index row) {
    const Index n = row / H;
    T* const to = dx + row * W * C;
    std::fill_n(to, W * C, T{0});
    for (const Index i : copies[row % H]) {
      const T* const from = dy + (n * height + i) * width * C;
      for (const Run& run : runs) {
        if (run.source < 0) continue;
        const T* const add = from + run.begin * C;
        T* const sum = to + run.source * C;
        for (Index k = 0; k < (run.end - run.begin) * C; ++k) sum[k] += add[k];
      }
    }
  });
}

template void pad(const Context&, Index, Index, Index, Index, const PadSource&, const PadSource&,
                  const float*, float*);
template void pad(const Context&, Index, Index, Index, Index, const PadSource&, const PadSource&,
                  const double*, double*);
template void pad_backward(const Context&, Index, Index, Index, Index, const PadSource&,
                           const PadSource&, const float*, float*);
template void pad_backward(const Context&, Index, Index, Index, Index, const PadSource&,
                           const PadSource&, const double*, double*);

}  // namespace mien::cpu
