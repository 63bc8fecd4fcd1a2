#include "cpu/conv2d.h"

#include <type_traits>

#include "cpu/conv2d_direct.h"
#include "cpu/conv2d_tiled.h"

namespace mien::cpu {

template <class T>
void conv2d(const Context& context, const Conv2dGeometry& g, const T* x, const T* w, const T* bias,
            T* y) {
  if constexpr (std::is_same_v<T, float>) {
    tiled::conv2d(context, g, x, w, bias, y);
  } else {
    direct::conv2d(context, g, x, w, bias, y);
  }
}

template <class T>
void conv2d_input_gradient(const Context& context, const Conv2dGeometry& g, const T* dy, const T* w,
                           const T* bias, T* dx) {
  if constexpr (std::is_same_v<T, float>) {
    tiled::conv2d_input_gradient(context, g, dy, w, bias, dx);
  } else {
    direct::conv2d_input_gradient(context, g, dy, w, bias, dx);
  }
}

template <class T>
void conv2d_weight_gradient(const Context& context, const Conv2dGeometry& g, const T* x,
                            const T* dy, T* dw) {
  if constexpr (std::is_same_v<T, float>) {
    tiled::conv2d_weight_gradient(context, g, x, dy, dw);
  } else {
    direct::conv2d_weight_gradient(context, g, x, dy, dw);
  }
}

template decltype(conv2d<float>) conv2d<float>;
template decltype(conv2d<double>) conv2d<double>;
template decltype(conv2d_input_gradient<float>) conv2d_input_gradient<float>;
template decltype(conv2d_input_gradient<double>) conv2d_input_gradient<double>;
template decltype(conv2d_weight_gradient<float>) conv2d_weight_gradient<float>;
template decltype(conv2d_weight_gradient<double>) conv2d_weight_gradient<double>;

}  // namespace mien::cpu
