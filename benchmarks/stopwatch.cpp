#include "benchmarks/stopwatch.h"

#include <time.h>

#include <algorithm>
#include <limits>

#include "cpu/vector.h"

namespace mien {

double seconds(Clock clock) {
  timespec now{};
  clock_gettime(clock == Clock::wall ? CLOCK_MONOTONIC : CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

double fastest_run(const std::function<void()>& work, double budget, Clock clock) {
  double fastest = std::numeric_limits<double>::infinity();
  const double start = seconds(clock);
  for (double now = start; now - start < budget;) {
    work();
    const double end = seconds(clock);
    fastest = std::min(fastest, end - now);
    now = end;
  }
  return 1e3 * fastest;
}

double fastest_batch(const std::function<void()>& work, const std::function<void()>& wait,
                     double budget) {
  constexpr int kBatches = 8;
  const auto batch = [&](int runs) {
    const double start = seconds(Clock::wall);
    for (int run = 0; run < runs; ++run) work();
    wait();
    return seconds(Clock::wall) - start;
  };
  wait();
  const int runs = std::max(1, static_cast<int>(budget / kBatches / batch(1)));
  double fastest = std::numeric_limits<double>::infinity();
  for (const double end = seconds(Clock::wall) + budget; seconds(Clock::wall) < end;) {
    fastest = std::min(fastest, batch(runs) / runs);
  }
  return 1e3 * fastest;
}

double peak_of_one_core(Clock clock) {
  constexpr int kSums = 12;  // enough to hide the latency of a multiply-add
  constexpr int kRounds = 1'000'000;
  volatile float source = 0.5f;
  volatile float sink = 0;
  const auto loop = [&] {
    const float factor = source;
    cpu::Vector sums[kSums];
    for (auto& sum : sums) sum = cpu::Vector{} + source;  // volatile: no two are known to be equal
    for (int i = 0; i < kRounds; ++i) {
#pragma GCC unroll 12
      for (int k = 0; k < kSums; ++k) sums[k] = sums[k] * factor + factor;
    }
    for (int k = 0; k < kSums; ++k) sink = sink + sums[k][0];
  };
  return 2.0 * kSums * cpu::kLanes * kRounds / (1e-3 * fastest_run(loop, 0.3, clock));
}

}  // namespace mien
