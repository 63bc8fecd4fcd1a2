#pragma once

#include "cuda/buffer.h"
#include "cuda/launch.h"

// For the sources of cuda/ alone.

namespace mien::cuda {

/// Term (a, r, b) of a sum over r that is stored as x [A, R, B].
template <class T>
struct StoredTerm {
  const T* x;
  Index R, B;

  MIEN_HOST_DEVICE double operator()(Index a, Index r, Index b) const {
    return static_cast<double>(x[(a * R + r) * B + b]);
  }
};

/// y[a, b] = sum over r < R of term(a, r, b), in double. Assigns y [A, B].
///
/// A tree that depends on R alone: each thread adds kTerms terms that lie as far apart as there are
/// threads, so that neighbours read neighbours, and the results are summed likewise.
template <class T, class Term>
void sum_of(const Context& context, Index A, Index R, Index B, Term term, T* y) {
  constexpr Index kTerms = 64;
  const Index parts = (R + kTerms - 1) / kTerms;
  if (parts <= 1) {
    launch(context, A * B, [=] MIEN_HOST_DEVICE(Index i) {
      double total = 0;
      for (Index r = 0; r < R; ++r) total += term(i / B, r, i % B);
      y[i] = static_cast<T>(total);
    });
    return;
  }
  const Buffer<double> partial(context, A * parts * B);
  double* const sums = partial.data();
  launch(context, A * parts * B, [=] MIEN_HOST_DEVICE(Index i) {
    const Index a = i / (parts * B), part = i / B % parts;
    double total = 0;
    for (Index r = part; r < R; r += parts) total += term(a, r, i % B);
    sums[i] = total;
  });
  sum_of(context, A, parts, B, StoredTerm<double>{sums, parts, B}, y);
}

}  // namespace mien::cuda
