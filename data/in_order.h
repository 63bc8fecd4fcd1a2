#pragma once

#include <algorithm>
#include <atomic>
#include <exception>
#include <thread>
#include <vector>

#include "tensor/check.h"

namespace mien {

/// Computes make(0), make(1), ..., make(count - 1) on several threads and hands the results to
/// take(i, result) in this order, on the calling thread, a few dozen at a time.
///
/// What is handed over does not depend on the number of threads. Of several exceptions the one of
/// the smallest i comes out, after take has seen what lies before its group.
template <class Make, class Take>
void make_in_order(Index count, int threads, Make make, Take take) {
  using Result = decltype(make(Index{0}));
  const Index group = 8 * std::max(threads, 1);
  for (Index begin = 0; begin < count; begin += group) {
    const Index end = std::min(count, begin + group);
    std::vector<Result> results(static_cast<std::size_t>(end - begin));
    std::vector<std::exception_ptr> failures(results.size());
    std::atomic<Index> next{begin};
    const auto work = [&] {
      for (Index i = next++; i < end; i = next++) {
        const auto at = static_cast<std::size_t>(i - begin);
        try {
          results[at] = make(i);
        } catch (...) {
          failures[at] = std::current_exception();
        }
      }
    };
    std::vector<std::jthread> helpers;
    for (int t = 1; t < threads; ++t) helpers.emplace_back(work);
    work();
    helpers.clear();  // joins
    for (const auto& failure : failures) {
      if (failure) std::rethrow_exception(failure);
    }
    for (Index i = begin; i < end; ++i)
      take(i, std::move(results[static_cast<std::size_t>(i - begin)]));
  }
}

}  // namespace mien
