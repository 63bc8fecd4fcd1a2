#pragma once

#include <omp.h>

#include <algorithm>

#include "cpu/context.h"

namespace mien::cpu {

/// Runs f(worker, i) for i in [0, count) on the context's threads; `worker`, in [0, threads), is
/// the number of the thread that does it, for workspaces.
///
/// Note [Same bits for any number of threads]: the caller cuts the work by shapes alone, each f(i)
/// writes places of its own, and sums over several i are added up afterwards in a fixed order. So
/// who runs which i changes nothing. There is one loop, also for one thread: in a second copy of f
/// the compiler could contract a * b + c * d the other way round. f must not throw.
template <class F>
void parallel_for_workers(const Context& context, Index count, F&& f) {
  const int threads = static_cast<int>(std::clamp<Index>(count, 1, context.threads));
#pragma omp parallel for schedule(dynamic) num_threads(threads)
  for (Index i = 0; i < count; ++i) f(omp_get_thread_num(), i);
}

/// Runs f(i) for i in [0, count) on the context's threads.
template <class F>
void parallel_for(const Context& context, Index count, F&& f) {
  parallel_for_workers(context, count, [&](int, Index i) { f(i); });
}

/// Cuts [0, total) into blocks of `block` (the last may be shorter) and runs f(begin, end) on each.
template <class F>
void parallel_blocks(const Context& context, Index total, Index block, F&& f) {
  parallel_for(context, (total + block - 1) / block,
               [&](Index i) { f(i * block, std::min(total, (i + 1) * block)); });
}

/// Runs f(row) for each of `rows` outputs of `row_elements` elements, in blocks worth a thread.
template <class F>
void parallel_rows(const Context& context, Index rows, Index row_elements, F&& f) {
  constexpr Index kElements = 16384;
  const Index block = std::max<Index>(1, kElements / std::max<Index>(1, row_elements));
  parallel_blocks(context, rows, block, [&](Index begin, Index end) {
    for (Index row = begin; row < end; ++row) f(row);
  });
}

}  // namespace mien::cpu
