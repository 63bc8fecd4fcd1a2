#pragma once

#include <memory>
#include <span>
#include <vector>

#include "tensor/device.h"
#include "tensor/dtype.h"
#include "tensor/shape.h"
#include "tensor/storage.h"

namespace mien {

/// A contiguous, row-major n-dimensional array with an element type and a device.
///
/// A Tensor is a handle: copies share the memory. `clone` copies it. Views are only `reshape` and
/// `slice` of the leading axis, so every tensor is contiguous. A default-made Tensor is empty
/// (`defined()` is false).
class Tensor {
 public:
  Tensor() = default;

  /// Uninitialised memory. Throws std::invalid_argument for more bytes than an Index counts,
  /// OutOfMemory for more than there are.
  explicit Tensor(const Shape& shape, DType dtype = DType::float32, Device device = kCpu);

  bool defined() const { return storage_ != nullptr; }
  const Shape& shape() const { return shape_; }
  int rank() const { return shape_.rank(); }
  Index dim(int axis) const { return shape_[axis]; }
  Index numel() const { return numel_; }
  Index bytes() const { return numel_ * size_of(dtype_); }
  DType dtype() const { return dtype_; }
  Device device() const { return storage_ ? storage_->device() : kCpu; }

  /// The elements, to read. Throws std::invalid_argument unless T matches dtype().
  template <class T>
  const T* data() const {
    return static_cast<const T*>(address(dtype_of<T>));
  }
  /// The elements, to write. Counts as a change of the storage's version.
  template <class T>
  T* mutable_data() {
    void* elements = address(dtype_of<T>);
    storage_->count_write();
    return static_cast<T*>(elements);
  }
  const std::byte* raw() const { return storage_ ? storage_->data() + offset_ : nullptr; }
  std::byte* mutable_raw();

  /// The elements of a tensor on the CPU. Throws std::invalid_argument for one elsewhere, whose
  /// data() only that device can follow.
  template <class T>
  std::span<const T> span() const {
    check_on_host();
    return {data<T>(), static_cast<std::size_t>(numel_)};
  }
  template <class T>
  std::span<T> mutable_span() {
    check_on_host();
    return {mutable_data<T>(), static_cast<std::size_t>(numel_)};
  }

  /// The only element of a one-element tensor, as a double, from any device. Throws unless numel()
  /// is 1.
  double item() const;

  /// A view with another shape of equally many elements.
  Tensor reshape(const Shape& shape) const;

  /// A view of rows [begin, end) of the leading axis.
  Tensor slice(Index begin, Index end) const;

  /// A copy in memory of its own.
  Tensor clone() const;

  /// Elements converted to `dtype` (rounded to nearest even for bfloat16, truncated towards zero
  /// and saturated for integers); the same tensor if nothing changes.
  Tensor to(DType dtype) const;

  /// The elements on `device`; the same tensor if it is there already.
  Tensor to(Device device) const;

  /// Copies values from a tensor of the same shape, converting the element type, from any device.
  /// Throws std::invalid_argument for another shape or an undefined tensor; clone and to likewise.
  void copy_from(const Tensor& source);

  /// Another number after each write to the storage, and another for each storage; 0 for none.
  std::uint64_t version() const { return storage_ ? storage_->version() : 0; }
  bool shares_storage_with(const Tensor& other) const { return storage_ == other.storage_; }
  /// True if no other tensor sees the storage.
  bool is_sole_owner() const { return storage_.use_count() == 1; }

 private:
  void* address(DType dtype) const;
  void check_on_host() const;

  std::shared_ptr<Storage> storage_;
  Shape shape_;
  Index offset_ = 0;  // bytes
  Index numel_ = 0;
  DType dtype_ = DType::float32;
};

Tensor empty_like(const Tensor& like);
Tensor zeros(const Shape& shape, DType dtype = DType::float32, Device device = kCpu);
Tensor full(const Shape& shape, double value, DType dtype = DType::float32, Device device = kCpu);
void fill(Tensor& tensor, double value);

/// A tensor holding `values` in row-major order. Throws unless their count fits `shape`.
template <class T>
Tensor from_values(const Shape& shape, std::span<const T> values) {
  check(static_cast<Index>(values.size()) == shape.numel(), "from_values: ", values.size(),
        " values do not fill ", shape);
  Tensor result(shape, dtype_of<T>);
  std::copy(values.begin(), values.end(), result.mutable_data<T>());
  return result;
}
Tensor tensor(const Shape& shape, const std::vector<double>& values, DType dtype = DType::float32);

}  // namespace mien
