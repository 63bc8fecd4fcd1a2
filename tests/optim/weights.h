#pragma once

#include "autograd/named_parameter.h"
#include "tensor/random.h"

// Weights and gradients for tests of optimisers.

inline mien::Variable scalar(double value) {
  return mien::parameter(mien::full({}, value, mien::DType::float64));
}

inline std::vector<mien::Variable> gradient(double value) {
  return {mien::Variable(mien::full({}, value, mien::DType::float64))};
}

/// A large weight and some small ones, the same for each call; half of them in double.
inline std::vector<mien::NamedParameter> some_weights() {
  using namespace mien;
  const Random random(1, "weights");
  return {
      {"large", parameter(random_normal({300, 200}, random))},
      {"small", parameter(random_normal({7}, random.at(1)))},
      {"double", parameter(random_normal({33, 5}, random.at(2), 0, 1, DType::float64))},
  };
}

inline std::vector<mien::Variable> some_gradients(std::uint64_t step) {
  std::vector<mien::Variable> result;
  for (const auto& [name, weight] : some_weights()) {
    const mien::Random random(2, name, step);
    result.emplace_back(mien::random_normal(weight.shape(), random, 0, 1, weight.dtype()));
  }
  return result;
}

inline bool same_bits(const mien::Tensor& a, const mien::Tensor& b) {
  return a.shape() == b.shape() && a.dtype() == b.dtype() &&
         std::equal(a.raw(), a.raw() + a.bytes(), b.raw());
}

inline bool same_weights(const std::vector<mien::NamedParameter>& a,
                         const std::vector<mien::NamedParameter>& b) {
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (!same_bits(a[i].variable.value(), b[i].variable.value())) return false;
  }
  return a.size() == b.size();
}
