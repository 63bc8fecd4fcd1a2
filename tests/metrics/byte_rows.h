#pragma once

#include "tensor/tensor.h"

/// The numbers of tests/fixtures/make_metrics.py: whole, 0 to 255, as float64.
inline mien::Tensor byte_rows(mien::Index rows, mien::Index columns, std::uint32_t seed) {
  mien::Tensor values({rows, columns}, mien::DType::float64);
  for (double& value : values.mutable_span<double>()) {
    seed = seed * 1664525u + 1013904223u;
    value = seed >> 24;
  }
  return values;
}

/// scale * x + shift
inline mien::Tensor scaled(const mien::Tensor& x, double scale, double shift) {
  mien::Tensor y = x.clone();
  for (double& value : y.mutable_span<double>()) value = scale * value + shift;
  return y;
}
