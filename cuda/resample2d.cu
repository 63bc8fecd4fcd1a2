#include "cuda/resample2d.h"

#include "cuda/launch.h"
#include "cuda/pack.h"
#include "cuda/resident.h"

namespace mien::cuda {

namespace {

template <class T, int V>
struct Resample {
  const AxisWeights::Term *row, *column;
  const Index *row_first, *column_first;
  Index H, W, Ho, Wo, C;  // C counts packs
  const Pack<T, V>* x;
  Pack<T, V>* y;

  MIEN_HOST_DEVICE void operator()(Index at) const {
    const Index pixel = at / C, i = pixel / Wo % Ho, j = pixel % Wo;
    const Pack<T, V>* const image = x + pixel / (Ho * Wo) * H * W * C + at % C;
    Pack<Wide<T>, V> total = {};
    for (Index k = row_first[i]; k < row_first[i + 1]; ++k) {
      for (Index l = column_first[j]; l < column_first[j + 1]; ++l) {
        const auto weight = static_cast<Wide<T>>(row[k].weight * column[l].weight);
        const Pack<T, V> value = image[(row[k].input * W + column[l].input) * C];
        for (int v = 0; v < V; ++v) total.of[v] += weight * Wide<T>(value.of[v]);
      }
    }
    y[at] = rounded<T>(total);
  }
};

}  // namespace

template <class T>
void resample2d(const Context& context, Index N, Index C, const AxisWeights& rows,
                const AxisWeights& columns, const T* x, T* y) {
  const auto run = [&]<int V>() {
    const Resample<T, V> body{resident(context, rows.terms()),
                              resident(context, columns.terms()),
                              resident(context, rows.firsts()),
                              resident(context, columns.firsts()),
                              rows.inputs(),
                              columns.inputs(),
                              rows.outputs(),
                              columns.outputs(),
                              C / V,
                              packs<const T, V>(x),
                              packs<T, V>(y)};
    launch(context, N * body.Ho * body.Wo * body.C, body);
  };
  with_packs(C, run, x, y);
}

template void resample2d(const Context&, Index, Index, const AxisWeights&, const AxisWeights&,
                         const float*, float*);
template void resample2d(const Context&, Index, Index, const AxisWeights&, const AxisWeights&,
                         const double*, double*);
template void resample2d(const Context&, Index, Index, const AxisWeights&, const AxisWeights&,
                         const bfloat16*, bfloat16*);

}  // namespace mien::cuda
