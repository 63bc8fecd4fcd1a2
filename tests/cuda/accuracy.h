#pragma once

#include <cmath>

#include "cuda/context.h"
#include "tensor/tensor.h"

namespace mien {

/// The norm of result - exact over that of exact, which is in double; both are on the CPU.
inline double relative_error(const Tensor& result, const Tensor& exact) {
  const Tensor wide = result.to(DType::float64);
  const auto a = wide.span<double>(), b = exact.span<double>();
  double difference = 0, size = 0;
  for (std::size_t i = 0; i < b.size(); ++i) {
    difference += (a[i] - b[i]) * (a[i] - b[i]);
    size += b[i] * b[i];
  }
  return std::sqrt(difference / size);
}

/// Computes with other settings while it lives.
class With {
 public:
  explicit With(const cuda::Settings& settings) { cuda::context(0).set(settings); }
  ~With() { cuda::context(0).set(before_); }
  With(const With&) = delete;
  With& operator=(const With&) = delete;

 private:
  cuda::Settings before_ = cuda::context(0).settings();
};

}  // namespace mien
