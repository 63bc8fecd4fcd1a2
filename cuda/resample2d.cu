#include "cuda/resample2d.h"

#include "cuda/launch.h"
#include "cuda/resident.h"

namespace mien::cuda {

template <class T>
void resample2d(const Context& context, Index N, Index C, const AxisWeights& rows,
                const AxisWeights& columns, const T* x, T* y) {
  const AxisWeights::Term* const row = resident(context, rows.terms());
  const AxisWeights::Term* const column = resident(context, columns.terms());
  const Index* const row_first = resident(context, rows.firsts());
  const Index* const column_first = resident(context, columns.firsts());
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
