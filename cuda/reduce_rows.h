#pragma once

#include <algorithm>
#include <array>

#include "cuda/buffer.h"
#include "cuda/launch.h"
#include "tensor/bfloat16.h"

// For the sources of cuda/ alone.

namespace mien::cuda {

/// K sums that are taken together.
template <int K>
struct Sums {
  double of[K] = {};

  MIEN_HOST_DEVICE void add(const Sums& other) {
    for (int k = 0; k < K; ++k) of[k] += other.of[k];
  }
};

/// Term (a, r, b) of a sum over r that is stored as x [A, R, B].
template <class T>
struct StoredTerm {
  const T* x;
  Index R, B;

  MIEN_HOST_DEVICE Sums<1> operator()(Index a, Index r, Index b) const {
    return {{static_cast<double>(static_cast<Wide<T>>(x[(a * R + r) * B + b]))}};
  }
};

/// What to do with a sum: assign it to y [A, B].
template <class T>
struct StoreSum {
  T* y;
  Index B;

  MIEN_HOST_DEVICE void operator()(Index a, Index b, const Sums<1>& sum) const {
    y[a * B + b] = static_cast<T>(sum.of[0]);
  }
};

#ifdef __CUDACC__

// Note [Sums over rows]
// A block of kSumThreads threads adds the rows of one part of [0, R), for up to 32 neighbouring
// columns b: each thread every so many rows of one column, so that neighbours read neighbours, then
// all threads of a column in a tree. Where one part is not enough to occupy the card, the sums of
// the parts are stored and added in the same way, with a block for each column, since there are a
// thousand parts at most and nothing else to do. Which terms are added in which order follows from
// A, R and B alone.
inline constexpr int kSumThreads = 256;

struct SumShape {
  int columns, lanes;  // of a block: lanes * columns == kSumThreads
  Index tiles, parts, rows;

  SumShape(Index A, Index R, Index B, int most_columns = 32) : columns(1) {
    while (columns < most_columns && columns < B) columns *= 2;
    lanes = kSumThreads / columns;
    tiles = (B + columns - 1) / columns;
    constexpr Index kBlocks = 1056, kLeastTerms = 8;
    const Index most = std::max<Index>(1, R / (lanes * kLeastTerms));
    const Index wanted = std::max<Index>(1, kBlocks / (A * tiles));
    parts = std::min(most, wanted);
    rows = (R + parts - 1) / parts;
    parts = (R + rows - 1) / rows;
  }
};

template <int K, class Term, class Done>
__global__ void __launch_bounds__(kSumThreads)
    sum_rows(Index R, Index B, SumShape shape, Term term, Done done) {
  __shared__ double shared[K][kSumThreads];
  follow_the_work_before();
  const int column = threadIdx.x % shape.columns, lane = threadIdx.x / shape.columns;
  const Index a = blockIdx.x / shape.tiles, part = blockIdx.y;
  const Index b = blockIdx.x % shape.tiles * shape.columns + column;
  Sums<K> sum;
  if (b < B) {
    const Index end = min(R, (part + 1) * shape.rows);
#pragma unroll 4
    for (Index r = part * shape.rows + lane; r < end; r += shape.lanes) sum.add(term(a, r, b));
  }
  for (int k = 0; k < K; ++k) shared[k][threadIdx.x] = sum.of[k];
  for (int half = shape.lanes / 2; half > 0; half /= 2) {
    __syncthreads();
    if (lane < half) {
      for (int k = 0; k < K; ++k) {
        shared[k][threadIdx.x] += shared[k][threadIdx.x + half * shape.columns];
      }
    }
  }
  if (lane != 0 || b >= B) return;
  for (int k = 0; k < K; ++k) sum.of[k] = shared[k][threadIdx.x];
  done(a, part, b, sum);
}

// Passes over the part: there is one.
template <class Done>
struct OfOnePart {
  Done done;

  template <int K>
  MIEN_HOST_DEVICE void operator()(Index a, Index, Index b, const Sums<K>& sum) const {
    done(a, b, sum);
  }
};

// Partial sums [A, parts, B], to be written and to be read.
template <int K>
struct PartialSums {
  Sums<K>* sums;
  Index parts, B;

  MIEN_HOST_DEVICE void operator()(Index a, Index part, Index b, const Sums<K>& sum) const {
    sums[(a * parts + part) * B + b] = sum;
  }
  MIEN_HOST_DEVICE const Sums<K>& operator()(Index a, Index part, Index b) const {
    return sums[(a * parts + part) * B + b];
  }
};

template <int K, class Term, class Done>
void launch_sum(const Context& context, Index A, Index R, Index B, const SumShape& shape, Term term,
                Done done) {
  const dim3 grid(static_cast<unsigned>(A * shape.tiles), static_cast<unsigned>(shape.parts));
  queue_kernel(context, sum_rows<K, Term, Done>, grid, kSumThreads, R, B, shape, term, done);
}

#endif

/// Calls done(a, b, sum over r < R of term(a, r, b)) for all a < A, b < B, with the sums in double.
/// See Note [Sums over rows]. R may be 0.
template <int K, class Term, class Done>
void reduce_rows(const Context& context, Index A, Index R, Index B, Term term, Done done) {
  const auto one_by_one = [&] {
    launch(context, A * B, [=] MIEN_HOST_DEVICE(Index i) {
      Sums<K> sum;
      for (Index r = 0; r < R; ++r) sum.add(term(i / B, r, i % B));
      done(i / B, i % B, sum);
    });
  };
#ifdef __CUDACC__
  constexpr Index kFew = 32;
  if (R <= kFew || A * B == 0) return one_by_one();
  const SumShape shape(A, R, B);
  if (shape.parts == 1) {
    return launch_sum<K>(context, A, R, B, shape, term, OfOnePart<Done>{done});
  }
  const Buffer<Sums<K>> memory(context, A * shape.parts * B);
  const PartialSums<K> partial{memory.data(), shape.parts, B};
  launch_sum<K>(context, A, R, B, shape, term, partial);
  SumShape last(A, shape.parts, B, 1);
  last.rows = shape.parts;
  last.parts = 1;
  launch_sum<K>(context, A, shape.parts, B, last, partial, OfOnePart<Done>{done});
#else
  one_by_one();
#endif
}

}  // namespace mien::cuda
