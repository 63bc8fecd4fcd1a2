#pragma once

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <string>
#include <vector>

#include "autograd/engine.h"

/// Words shared by the tests of ops.

/// A constant in float64.
inline mien::Variable constant(const mien::Shape& shape, const std::vector<double>& values) {
  return mien::Variable(mien::tensor(shape, values, mien::DType::float64));
}

/// A leaf in float64.
inline mien::Variable leaf(const mien::Shape& shape, const std::vector<double>& values) {
  return mien::parameter(mien::tensor(shape, values, mien::DType::float64));
}

/// The elements, in row-major order.
inline std::vector<double> values_of(const mien::Variable& x) {
  const mien::Tensor wide = x.value().to(mien::DType::float64);
  return {wide.data<double>(), wide.data<double>() + wide.numel()};
}

/// Expects the elements of x, in row-major order, within 1e-12.
inline void expect_values(const mien::Variable& x, const std::vector<double>& expected) {
  const std::vector<double> values = values_of(x);
  BOOST_REQUIRE(values.size() == expected.size());
  for (std::size_t i = 0; i < values.size(); ++i) {
    BOOST_TEST(std::abs(values[i] - expected[i]) <= 1e-12,
               "element " << i << " is " << values[i] << ", expected " << expected[i]);
  }
}

/// The gradient of sum(y) with respect to x.
inline mien::Variable slope_of(const mien::Variable& y, const mien::Variable& x) {
  return mien::gradients({y}, {x}, {mien::Variable(mien::full(y.shape(), 1, y.dtype()))})[0];
}

/// Expects std::invalid_argument whose text contains `part`.
template <class F>
void expect_refused(F&& f, const std::string& part) {
  BOOST_CHECK_EXCEPTION(f(), std::invalid_argument, [&](const std::invalid_argument& e) {
    const bool found = std::string(e.what()).find(part) != std::string::npos;
    if (!found) BOOST_TEST_MESSAGE("message was: " << e.what());
    return found;
  });
}
