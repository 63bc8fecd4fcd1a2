#include "tensor/tensor.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>

namespace mien {
namespace {

template <class To, class From>
To convert(From value) {
  if constexpr (std::is_same_v<From, bfloat16>) {
    return convert<To>(static_cast<float>(value));
  } else if constexpr (std::is_same_v<To, bfloat16>) {
    return bfloat16(static_cast<float>(value));
  } else if constexpr (std::is_integral_v<To>) {
    // Saturate: a plain cast of an out-of-range float is undefined behaviour.
    using Limits = std::numeric_limits<To>;
    if constexpr (std::is_floating_point_v<From>) {
      if (!(value == value)) return To{0};
      if (value <= static_cast<From>(Limits::min())) return Limits::min();
      if (value >= static_cast<From>(Limits::max())) return Limits::max();
      return static_cast<To>(value);
    } else {
      const auto wide = static_cast<std::int64_t>(value);
      const auto low = static_cast<std::int64_t>(Limits::min());
      const auto high = static_cast<std::int64_t>(Limits::max());
      return static_cast<To>(std::clamp(wide, low, high));
    }
  } else {
    return static_cast<To>(value);
  }
}

}  // namespace

Tensor::Tensor(const Shape& shape, DType dtype, Device device)
    : storage_(std::make_shared<Storage>(shape.numel() * size_of(dtype), device)),
      shape_(shape),
      numel_(shape.numel()),
      dtype_(dtype) {}

void* Tensor::address(DType dtype) const {
  check(defined(), "tensor: used before it was given a value");
  check(dtype == dtype_, "tensor: holds ", dtype_, ", read as ", dtype);
  return storage_->data() + offset_;
}

std::byte* Tensor::mutable_raw() {
  check(defined(), "tensor: used before it was given a value");
  storage_->count_write();
  return storage_->data() + offset_;
}

double Tensor::item() const {
  check(numel_ == 1, "item: needs exactly one element, got shape ", shape_);
  return visit_dtype(dtype_, [&]<class T>() { return convert<double>(*data<T>()); });
}

Tensor Tensor::reshape(const Shape& shape) const {
  check(shape.numel() == numel_, "reshape: ", shape_, " has another element count than ", shape);
  Tensor view = *this;
  view.shape_ = shape;
  return view;
}

Tensor Tensor::slice(Index begin, Index end) const {
  check(rank() >= 1, "slice: a scalar has no leading axis");
  check(0 <= begin && begin <= end && end <= dim(0), "slice: [", begin, ", ", end,
        ") is outside the leading axis of ", shape_);
  Tensor view = *this;
  view.shape_ = shape_.with(0, end - begin);
  view.numel_ = view.shape_.numel();
  const Index row = dim(0) == 0 ? 0 : numel_ / dim(0);
  view.offset_ += begin * row * size_of(dtype_);
  return view;
}

Tensor Tensor::clone() const {
  Tensor copy(shape_, dtype_, device());
  if (numel_ > 0) std::memcpy(copy.mutable_raw(), raw(), bytes());
  return copy;
}

Tensor Tensor::to(DType dtype) const {
  if (dtype == dtype_) return *this;
  Tensor result(shape_, dtype, device());
  result.copy_from(*this);
  return result;
}

void Tensor::copy_from(const Tensor& source) {
  check(source.shape() == shape_, "copy_from: shapes differ, ", shape_, " and ", source.shape());
  if (numel_ == 0) return;
  if (source.dtype() == dtype_) {
    std::memmove(mutable_raw(), source.raw(), bytes());
    return;
  }
  visit_dtype(source.dtype(), [&]<class From>() {
    visit_dtype(dtype_, [&]<class To>() {
      const From* x = source.data<From>();
      std::transform(x, x + numel_, mutable_data<To>(), [](From v) { return convert<To>(v); });
    });
  });
}

Tensor empty_like(const Tensor& like) { return Tensor(like.shape(), like.dtype(), like.device()); }

Tensor zeros(const Shape& shape, DType dtype) {
  Tensor result(shape, dtype);
  if (result.numel() > 0) std::memset(result.mutable_raw(), 0, result.bytes());
  return result;
}

Tensor full(const Shape& shape, double value, DType dtype) {
  Tensor result(shape, dtype);
  fill(result, value);
  return result;
}

void fill(Tensor& tensor, double value) {
  visit_dtype(tensor.dtype(), [&]<class T>() {
    std::fill_n(tensor.mutable_data<T>(), tensor.numel(), convert<T>(value));
  });
}

Tensor tensor(const Shape& shape, const std::vector<double>& values, DType dtype) {
  return from_values<double>(shape, values).to(dtype);
}

}  // namespace mien
