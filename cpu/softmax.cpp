#include "cpu/softmax.h"

#include <algorithm>
#include <cmath>

#include "cpu/parallel.h"
#include "tensor/functors/exponential.h"

namespace mien::cpu {

template <class T>
void softmax(const Context& context, Index N, Index K, const T* x, T* y) {
  parallel_rows(context, N, K, [&](Index n) {
    const T* const from = x + n * K;
    T* const to = y + n * K;
    const T largest = *std::max_element(from, from + K);
    double total = 0;
    for (Index k = 0; k < K; ++k) {
      to[k] = functors::exponential(from[k] - largest);
      total += static_cast<double>(to[k]);
    }
    const T factor = static_cast<T>(1 / total);
    for (Index k = 0; k < K; ++k) to[k] *= factor;
  });
}

template <class T>
void log_softmax(const Context& context, Index N, Index K, const T* x, T* y) {
  parallel_rows(context, N, K, [&](Index n) {
    const T* const from = x + n * K;
    const T largest = *std::max_element(from, from + K);
    double total = 0;
    for (Index k = 0; k < K; ++k)
      total += static_cast<double>(functors::exponential(from[k] - largest));
    const T logarithm = static_cast<T>(std::log(total));
    for (Index k = 0; k < K; ++k) y[n * K + k] = from[k] - largest - logarithm;
  });
}

template void softmax(const Context&, Index, Index, const float*, float*);
template void softmax(const Context&, Index, Index, const double*, double*);
template void log_softmax(const Context&, Index, Index, const float*, float*);
template void log_softmax(const Context&, Index, Index, const double*, double*);

}  // namespace mien::cpu
