#pragma once

#include <cstdint>
#include <iosfwd>

#include "tensor/bfloat16.h"
#include "tensor/check.h"

namespace mien {

/// The element type of a tensor.
enum class DType : std::uint8_t { float32, float64, bfloat16, uint8, int32, int64 };

/// Bytes of one element.
Index size_of(DType dtype);

/// "float32", "float64", ...: the names PyTorch and NumPy use.
const char* name_of(DType dtype);

/// True for float32, float64 and bfloat16.
bool is_floating(DType dtype);

std::ostream& operator<<(std::ostream& out, DType dtype);

/// The DType of a C++ element type: `dtype_of<float>` is DType::float32.
template <class T>
inline constexpr DType dtype_of = T::no_such_dtype;
template <>
inline constexpr DType dtype_of<float> = DType::float32;
template <>
inline constexpr DType dtype_of<double> = DType::float64;
template <>
inline constexpr DType dtype_of<bfloat16> = DType::bfloat16;
template <>
inline constexpr DType dtype_of<std::uint8_t> = DType::uint8;
template <>
inline constexpr DType dtype_of<std::int32_t> = DType::int32;
template <>
inline constexpr DType dtype_of<std::int64_t> = DType::int64;

/// Wide<T> of the type T: float32 for bfloat16, other types for themselves.
inline DType wide(DType dtype) { return dtype == DType::bfloat16 ? DType::float32 : dtype; }

/// Calls `f.template operator()<T>()` with the C++ type of any `dtype`.
template <class F>
decltype(auto) visit_dtype(DType dtype, F&& f) {
  switch (dtype) {
    case DType::float32:
      return f.template operator()<float>();
    case DType::float64:
      return f.template operator()<double>();
    case DType::bfloat16:
      return f.template operator()<bfloat16>();
    case DType::uint8:
      return f.template operator()<std::uint8_t>();
    case DType::int32:
      return f.template operator()<std::int32_t>();
    case DType::int64:
      return f.template operator()<std::int64_t>();
  }
  throw std::logic_error("visit_dtype: not a dtype");
}

}  // namespace mien
