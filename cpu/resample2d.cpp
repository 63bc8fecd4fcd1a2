#include "cpu/resample2d.h"

#include <algorithm>
#include <span>

#include "cpu/parallel.h"

namespace mien::cpu {
namespace {

using Terms = std::span<const AxisWeights::Term>;

Terms terms_of(const AxisWeights& weights, Index output) {
  return Terms(weights.terms())
      .subspan(weights.first(output), weights.first(output + 1) - weights.first(output));
}

// One output pixel from the image `x`, which has W pixels a row.
template <class T>
void resample_pixel(Terms rows, Terms columns, Index W, Index C, const T* __restrict x,
                    T* __restrict y) {
  bool first = true;
  for (const auto& [k, row_weight] : rows) {
    for (const auto& [l, column_weight] : columns) {
      const T weight = static_cast<T>(row_weight * column_weight);
      const T* from = x + (k * W + l) * C;
      if (first) {
        for (Index c = 0; c < C; ++c) y[c] = weight * from[c];
      } else {
        for (Index c = 0; c < C; ++c) y[c] += weight * from[c];
      }
      first = false;
    }
  }
  if (first) std::fill_n(y, C, T{0});
}

}  // namespace

template <class T>
void resample2d(const Context& context, Index N, Index C, const AxisWeights& rows,
                const AxisWeights& columns, const T* x, T* y) {
  const Index H = rows.inputs(), W = columns.inputs();
  const Index Ho = rows.outputs(), Wo = columns.outputs();
  parallel_rows(context, N * Ho, Wo * C, [&](Index row) {
    const T* image = x + row / Ho * H * W * C;
    const Terms row_terms = terms_of(rows, row % Ho);
    for (Index j = 0; j < Wo; ++j) {
      resample_pixel(row_terms, terms_of(columns, j), W, C, image, y + (row * Wo + j) * C);
    }
  });
}

template void resample2d(const Context&, Index, Index, const AxisWeights&, const AxisWeights&,
                         const float*, float*);
template void resample2d(const Context&, Index, Index, const AxisWeights&, const AxisWeights&,
                         const double*, double*);

}  // namespace mien::cpu
