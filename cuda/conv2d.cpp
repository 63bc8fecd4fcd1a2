#include "cuda/conv2d.h"

#include "cuda/conv2d_cudnn.h"
#include "cuda/conv2d_direct.h"
#include "cuda/conv2d_epilogue.h"

namespace mien::cuda {

template <class T>
void conv2d(const Context& context, const Conv2dGeometry& g, const T* x, Conv2dFilters<T> w,
            const Conv2dEpilogue<T>& epilogue, T* y) {
  if (!conv2d_by_cudnn(context, g, Conv2dPass::forward, dtype_of<T>, {x, w.values, y})) {
    direct::conv2d(context, g, x, w.values, y);
  }
  finish(context, g.batch * g.out_height * g.out_width, g.out_channels, epilogue, y);
}

template <class T>
void conv2d_input_gradient(const Context& context, const Conv2dGeometry& g, const T* dy,
                           Conv2dFilters<T> w, const Conv2dEpilogue<T>& epilogue, T* dx) {
  if (!conv2d_by_cudnn(context, g, Conv2dPass::input_gradient, dtype_of<T>, {dx, w.values, dy})) {
    direct::conv2d_input_gradient(context, g, dy, w.values, dx);
  }
  finish(context, g.batch * g.in_height * g.in_width, g.in_channels, epilogue, dx);
}

template <class T>
void conv2d_weight_gradient(const Context& context, const Conv2dGeometry& g, const T* x,
                            const T* dy, Wide<T>* dw) {
  if (conv2d_by_cudnn(context, g, Conv2dPass::weight_gradient, dtype_of<T>, {x, dw, dy})) return;
  direct::conv2d_weight_gradient(context, g, x, dy, dw);
}

#define MIEN_INSTANTIATE(T)                                             \
  template decltype(conv2d<T>) conv2d<T>;                               \
  template decltype(conv2d_input_gradient<T>) conv2d_input_gradient<T>; \
  template decltype(conv2d_weight_gradient<T>) conv2d_weight_gradient<T>;
MIEN_INSTANTIATE(float)
MIEN_INSTANTIATE(double)
MIEN_INSTANTIATE(bfloat16)
#undef MIEN_INSTANTIATE

}  // namespace mien::cuda
