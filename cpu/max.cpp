#include "cpu/max.h"

#include <algorithm>

#include "cpu/parallel.h"

namespace mien::cpu {

template <class T>
void max_middle(const Context& context, Index A, Index R, Index B, const T* x, T* y, Index* index) {
  parallel_rows(context, A, R * B, [&](Index a) {
    const T* const plane = x + a * R * B;
    T* const best = y + a * B;
    Index* const at = index + a * B;
    std::copy_n(plane, B, best);
    std::fill_n(at, B, Index{0});
    for (Index r = 1; r < R; ++r) {
      for (Index b = 0; b < B; ++b) {
        const T value = plane[r * B + b];
        const bool larger = value > best[b] || (value != value && best[b] == best[b]);
        best[b] = larger ? value : best[b];
        at[b] = larger ? r : at[b];
      }
    }
  });
}

template <class T>
void take_middle(const Context& context, Index A, Index R, Index B, const T* x, const Index* index,
                 T* y) {
  parallel_rows(context, A, B, [&](Index a) {
    for (Index b = 0; b < B; ++b) y[a * B + b] = x[(a * R + index[a * B + b]) * B + b];
  });
}

template <class T>
void put_middle(const Context& context, Index A, Index R, Index B, const T* y, const Index* index,
                T* x) {
  parallel_rows(context, A, R * B, [&](Index a) {
    std::fill_n(x + a * R * B, R * B, T{0});
    for (Index b = 0; b < B; ++b) x[(a * R + index[a * B + b]) * B + b] = y[a * B + b];
  });
}

template void max_middle(const Context&, Index, Index, Index, const float*, float*, Index*);
template void max_middle(const Context&, Index, Index, Index, const double*, double*, Index*);
template void take_middle(const Context&, Index, Index, Index, const float*, const Index*, float*);
template void take_middle(const Context&, Index, Index, Index, const double*, const Index*,
                          double*);
template void put_middle(const Context&, Index, Index, Index, const float*, const Index*, float*);
template void put_middle(const Context&, Index, Index, Index, const double*, const Index*, double*);

}  // namespace mien::cpu
