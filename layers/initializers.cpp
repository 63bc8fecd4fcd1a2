#include "layers/initializers.h"

#include <cmath>

namespace mien::init {

Initializer constant(double value) {
  return [=](Tensor& parameter, const Random&) { fill(parameter, value); };
}

Initializer uniform(double low, double high) {
  return
      [=](Tensor& parameter, const Random& random) { fill_uniform(parameter, random, low, high); };
}

Initializer normal(double mean, double deviation) {
  return [=](Tensor& parameter, const Random& random) {
    fill_normal(parameter, random, mean, deviation);
  };
}

Initializer fan_in(Index fan_in) {
  check(fan_in > 0, "init: the fan-in must be positive, got ", fan_in);
  const double bound = 1 / std::sqrt(static_cast<double>(fan_in));
  return uniform(-bound, bound);
}

}  // namespace mien::init
