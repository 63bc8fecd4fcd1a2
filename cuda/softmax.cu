#include "cuda/softmax.h"

#include "cuda/launch.h"
#include "tensor/functors/exponential.h"

namespace mien::cuda {
namespace {

// The largest of a row, and the sum of the exponentials of how far each value is below it.
template <class T>
struct RowSum {
  T largest;
  double total = 0;

  MIEN_HOST_DEVICE RowSum(const T* x, Index K) : largest(x[0]) {
    for (Index k = 1; k < K; ++k) largest = largest < x[k] ? x[k] : largest;
    for (Index k = 0; k < K; ++k) {
      total += static_cast<double>(functors::exponential(x[k] - largest));
    }
  }
};

}  // namespace

template <class T>
void softmax(const Context& context, Index N, Index K, const T* x, T* y) {
  launch(context, K == 0 ? 0 : N, [=] MIEN_HOST_DEVICE(Index n) {
    const T* const from = x + n * K;
    const RowSum<T> row(from, K);
    const T factor = static_cast<T>(1 / row.total);
    for (Index k = 0; k < K; ++k) {
      y[n * K + k] = functors::exponential(from[k] - row.largest) * factor;
    }
  });
}

template <class T>
void log_softmax(const Context& context, Index N, Index K, const T* x, T* y) {
  launch(context, K == 0 ? 0 : N, [=] MIEN_HOST_DEVICE(Index n) {
    const T* const from = x + n * K;
    const RowSum<T> row(from, K);
    const T logarithm = static_cast<T>(std::log(row.total));
    for (Index k = 0; k < K; ++k) y[n * K + k] = from[k] - row.largest - logarithm;
  });
}

template void softmax(const Context&, Index, Index, const float*, float*);
template void softmax(const Context&, Index, Index, const double*, double*);
template void log_softmax(const Context&, Index, Index, const float*, float*);
template void log_softmax(const Context&, Index, Index, const double*, double*);

}  // namespace mien::cuda
