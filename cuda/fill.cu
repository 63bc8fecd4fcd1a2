#include "cuda/fill.h"

#include "cuda/launch.h"
#include "cuda/narrow.h"
#include "tensor/functors/convert.h"

namespace mien::cuda {
namespace {

template <class T>
void fill_with(const Context& context, T* to, Index count, T value) {
  launch(context, count, [=] MIEN_HOST_DEVICE(Index i) { to[i] = value; });
}

template <class To, class From>
void convert_all(const Context& context, To* to, const From* from, Index count) {
  launch(context, count, [=] MIEN_HOST_DEVICE(Index i) { to[i] = functors::convert<To>(from[i]); });
}

}  // namespace

void fill(const Context& context, void* to, DType dtype, Index count, double value) {
  visit_dtype(dtype, [&]<class T>() {
    fill_with(context, static_cast<T*>(to), count, functors::convert<T>(value));
  });
}

void convert(const Context& context, void* to, DType to_dtype, const void* from, DType from_dtype,
             Index count) {
  // What a step converts all the time.
  if (from_dtype == DType::float32 && to_dtype == DType::bfloat16) {
    return narrow(context, count, static_cast<const float*>(from), static_cast<bfloat16*>(to));
  }
  if (from_dtype == DType::bfloat16 && to_dtype == DType::float32) {
    return widen(context, count, static_cast<const bfloat16*>(from), static_cast<float*>(to));
  }
  visit_dtype(from_dtype, [&]<class From>() {
    visit_dtype(to_dtype, [&]<class To>() {
      convert_all(context, static_cast<To*>(to), static_cast<const From*>(from), count);
    });
  });
}

}  // namespace mien::cuda
