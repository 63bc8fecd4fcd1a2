#pragma once

#include <limits>
#include <vector>

#include "tensor/tensor.h"

namespace mien {

/// The mean of numbers; NaN of none.
inline double mean_of(const std::vector<double>& values) {
  if (values.empty()) return std::numeric_limits<double>::quiet_NaN();
  double sum = 0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

/// Rows float32 [., D] that come in batch by batch.
class Rows {
 public:
  void add(const Tensor& batch) {
    const auto values = batch.span<float>();
    values_.insert(values_.end(), values.begin(), values.end());
    count_ += batch.dim(0);
  }
  Index count() const { return count_; }
  /// [count, D]; not of nothing.
  Tensor all() const {
    return from_values<float>({count_, static_cast<Index>(values_.size()) / count_}, values_);
  }

 private:
  std::vector<float> values_;
  Index count_ = 0;
};

}  // namespace mien
