#include "tensor/tensor.h"

#include "tensor/device_runtime.h"
#include "tensor/functors/convert.h"

namespace mien {
namespace {

Index bytes_of(const Shape& shape, DType dtype) {
  constexpr Index kPadding = 4 << 20;  // more than allocators add to a block
  Index bytes = 0, padded = 0;
  if (__builtin_mul_overflow(shape.numel(), size_of(dtype), &bytes) ||
      __builtin_add_overflow(bytes, kPadding, &padded)) {
    throw std::invalid_argument(text("tensor: ", dtype, " ", shape, " has too many bytes"));
  }
  return bytes;
}

}  // namespace

Tensor::Tensor(const Shape& shape, DType dtype, Device device)
    : storage_(std::make_shared<Storage>(bytes_of(shape, dtype), device)),
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

void Tensor::check_on_host() const {
  check(device() == kCpu, "tensor: the host cannot read elements on ", device(),
        ", copy them with to(kCpu)");
}

double Tensor::item() const {
  check(numel_ == 1, "item: needs exactly one element, got shape ", shape_);
  const Tensor host = to(kCpu);
  return visit_dtype(dtype_, [&]<class T>() { return functors::convert<double>(*host.data<T>()); });
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
  copy.copy_from(*this);
  return copy;
}

Tensor Tensor::to(DType dtype) const {
  if (dtype == dtype_) return *this;
  Tensor result(shape_, dtype, device());
  result.copy_from(*this);
  return result;
}

Tensor Tensor::to(Device device) const {
  if (device == this->device()) return *this;
  Tensor result(shape_, dtype_, device);
  result.copy_from(*this);
  return result;
}

void Tensor::copy_from(const Tensor& source) {
  check(defined() && source.defined(), "copy_from: ", defined() ? "the source" : "the tensor",
        " has no value");
  check(source.shape() == shape_, "copy_from: shapes differ, ", shape_, " and ", source.shape());
  if (numel_ == 0) return;
  const Device here = device(), there = source.device();
  if (source.dtype() != dtype_) {
    if (here != there) return copy_from(source.to(dtype_));
    runtime_of(here).convert(mutable_raw(), dtype_, source.raw(), source.dtype(), numel_);
  } else if (here == there) {
    runtime_of(here).copy(mutable_raw(), source.raw(), bytes());
  } else if (there == kCpu) {
    runtime_of(here).copy_in(mutable_raw(), source.raw(), bytes());
  } else if (here == kCpu) {
    runtime_of(there).copy_out(mutable_raw(), source.raw(), bytes());
  } else {
    copy_from(source.to(kCpu));
  }
}

Tensor empty_like(const Tensor& like) { return Tensor(like.shape(), like.dtype(), like.device()); }

Tensor zeros(const Shape& shape, DType dtype, Device device) {
  return full(shape, 0, dtype, device);
}

Tensor full(const Shape& shape, double value, DType dtype, Device device) {
  Tensor result(shape, dtype, device);
  fill(result, value);
  return result;
}

void fill(Tensor& tensor, double value) {
  if (tensor.numel() == 0) return;
  void* const to = tensor.mutable_raw();
  runtime_of(tensor.device()).fill(to, tensor.dtype(), tensor.numel(), value);
}

Tensor tensor(const Shape& shape, const std::vector<double>& values, DType dtype) {
  return from_values<double>(shape, values).to(dtype);
}

}  // namespace mien
