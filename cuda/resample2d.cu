#include "cuda/resample2d.h"

#include "cuda/buffer.h"
#include "cuda/launch.h"

namespace mien::cuda {
namespace {

// The weights of one axis on the card.
struct CardWeights {
  Buffer<AxisWeights::Term> terms;
  Buffer<Index> first;

  CardWeights(const Context& context, const AxisWeights& weights)
      : terms(context, weights.terms()), first(context, weights.firsts()) {}
};

}  // namespace

template <class T>
void resample2d(const Context& context, Index N, Index C, const AxisWeights& rows,
                const AxisWeights& columns, const T* x, T* y) {
  const CardWeights row_weights(context, rows), column_weights(context, columns);
  const AxisWeights::Term *row = row_weights.terms.data(), *column = column_weights.terms.data();
  const Index *row_first = row_weights.first.data(), *column_first = column_weights.first.data();
  const Index H = rows.inputs(), W = columns.inputs(), Ho = rows.outputs(), Wo = columns.outputs();
  launch(context, N * Ho * Wo * C, [=] MIEN_HOST_DEVICE(Index at) {
    const Index pixel = at / C, i = pixel / Wo % Ho, j = pixel % Wo;
    const T* const image = x + pixel / (Ho * Wo) * H * W * C + at % C;
    T total = 0;
    for (Index k = row_first[i]; k < row_first[i + 1]; ++k) {
      for (Index l = column_first[j]; l < column_first[j + 1]; ++l) {
        const T weight = static_cast<T>(row[k].weight * column[l].weight);
        total += weight * image[(row[k].input * W + column[l].input) * C];
      }
    }
    y[at] = total;
  });
}

template void resample2d(const Context&, Index, Index, const AxisWeights&, const AxisWeights&,
                         const float*, float*);
template void resample2d(const Context&, Index, Index, const AxisWeights&, const AxisWeights&,
                         const double*, double*);

}  // namespace mien::cuda
