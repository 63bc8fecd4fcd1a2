#include "optim/schedules.h"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace mien {

Schedule constant_schedule(double value) {
  return [=](Index) { return value; };
}

Schedule exponential_schedule(double start, double factor, double floor) {
  check(factor > 0, "exponential_schedule: factor must be positive, got ", factor);
  return [=](Index n) { return std::max(start * std::pow(factor, n), floor); };
}

Schedule step_schedule(double start, double factor, Index period) {
  check(factor > 0, "step_schedule: factor must be positive, got ", factor);
  check(period > 0, "step_schedule: period must be positive, got ", period);
  return [=](Index n) { return start * std::pow(factor, n / period); };
}

Schedule cosine_schedule(double start, double end, Index period) {
  check(period > 0, "cosine_schedule: period must be positive, got ", period);
  return [=](Index n) {
    const double done = static_cast<double>(std::min(n, period)) / static_cast<double>(period);
    return end + (start - end) * (1 + std::cos(std::numbers::pi * done)) / 2;
  };
}

Schedule linear_warm_up(Index count, Schedule after) {
  check(count > 0, "linear_warm_up: count must be positive, got ", count);
  return [count, after = std::move(after)](Index n) {
    const double part = static_cast<double>(std::min(n + 1, count)) / static_cast<double>(count);
    return part * after(n);
  };
}

}  // namespace mien
