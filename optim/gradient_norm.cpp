#include "optim/gradient_norm.h"

#include <cmath>

#include "autograd/map.h"
#include "cpu/sum_squares.h"
#include "cuda/sum_squares.h"
#include "tensor/functors/arithmetic.h"

namespace mien {
namespace {

template <class T>
void sum_squares(const cpu::Context& context, const std::vector<std::span<const T>>& rows,
                 double* y) {
  *y = cpu::sum_squares(context, rows);
}
using cuda::sum_squares;

// Of the gradients of one dtype: a scalar each.
Tensor squared_norm(const std::vector<Variable>& gradients, DType dtype) {
  const Device device = gradients.front().device();
  Tensor total({1}, DType::float64, device);
  dispatch(Tensor({0}, dtype, device), [&]<class T>(auto& backend) {
    std::vector<std::span<const T>> rows;
    for (const Variable& gradient : gradients) {
      if (gradient.dtype() != dtype) continue;
      rows.emplace_back(gradient.value().data<T>(), static_cast<std::size_t>(gradient.numel()));
    }
    sum_squares(backend, rows, total.mutable_data<double>());
  });
  return total;
}

}  // namespace

Tensor squared_norm(const std::vector<Variable>& gradients) {
  if (gradients.empty()) return zeros({1}, DType::float64);
  bool wide = false, narrow = false;
  for (const Variable& gradient : gradients) {
    check(gradient.device() == gradients.front().device(), "squared_norm: devices differ, ",
          gradients.front().device(), " and ", gradient.device());
    (gradient.dtype() == DType::float64 ? wide : narrow) = true;
  }
  if (!wide) return squared_norm(gradients, DType::float32);
  if (!narrow) return squared_norm(gradients, DType::float64);
  return map("squared_norm", functors::Add{}, squared_norm(gradients, DType::float32),
             squared_norm(gradients, DType::float64));
}

double gradient_norm(const std::vector<Variable>& gradients) {
  return std::sqrt(squared_norm(gradients).item());
}

}  // namespace mien
