#include "cuda/conv2d.h"

#include <algorithm>
#include <bit>
#include <type_traits>

#include "cuda/conv2d_direct.h"
#include "cuda/conv2d_plans.h"

namespace mien::cuda {
namespace {

// The largest power of two up to 16 that all addresses are multiples of.
Index alignment(const Conv2dOperands& operands) {
  const auto bits = std::bit_cast<std::uintptr_t>(operands.x) |
                    std::bit_cast<std::uintptr_t>(operands.w) |
                    std::bit_cast<std::uintptr_t>(operands.y) | 16u;
  return Index{1} << std::countr_zero(bits);
}

bool by_cudnn(const Context& context, const Conv2dGeometry& g, Conv2dPass pass,
              const Conv2dOperands& operands) {
  const Settings& settings = context.settings();
  return context.libraries().conv2d_plans().run(
      context, {g, pass, settings.precision, settings.deterministic, alignment(operands)},
      operands);
}

}  // namespace

template <class T>
void conv2d(const Context& context, const Conv2dGeometry& g, const T* x, const T* w, const T* bias,
            T* y) {
  if constexpr (std::is_same_v<T, float>) {
    if (by_cudnn(context, g, Conv2dPass::forward, {x, w, y})) {
      if (bias) {
        direct::add_bias(context, g.batch * g.out_height * g.out_width, g.out_channels, bias, y);
      }
      return;
    }
  }
  direct::conv2d(context, g, x, w, bias, y);
}

template <class T>
void conv2d_input_gradient(const Context& context, const Conv2dGeometry& g, const T* dy, const T* w,
                           const T* bias, T* dx) {
  if constexpr (std::is_same_v<T, float>) {
    if (by_cudnn(context, g, Conv2dPass::input_gradient, {dx, w, dy})) {
      if (bias) {
        direct::add_bias(context, g.batch * g.in_height * g.in_width, g.in_channels, bias, dx);
      }
      return;
    }
  }
  direct::conv2d_input_gradient(context, g, dy, w, bias, dx);
}

template <class T>
void conv2d_weight_gradient(const Context& context, const Conv2dGeometry& g, const T* x,
                            const T* dy, T* dw) {
  if constexpr (std::is_same_v<T, float>) {
    if (by_cudnn(context, g, Conv2dPass::weight_gradient, {x, dw, dy})) return;
  }
  direct::conv2d_weight_gradient(context, g, x, dy, dw);
}

#define MIEN_INSTANTIATE(T)                                                                       \
  template void conv2d(const Context&, const Conv2dGeometry&, const T*, const T*, const T*, T*);  \
  template void conv2d_input_gradient(const Context&, const Conv2dGeometry&, const T*, const T*,  \
                                      const T*, T*);                                              \
  template void conv2d_weight_gradient(const Context&, const Conv2dGeometry&, const T*, const T*, \
                                       T*);
MIEN_INSTANTIATE(float)
MIEN_INSTANTIATE(double)
#undef MIEN_INSTANTIATE

}  // namespace mien::cuda
