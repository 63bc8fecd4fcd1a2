#include "cuda/conv2d.h"

#include "cuda/alignment.h"
#include "cuda/buffer.h"
#include "cuda/conv2d_direct.h"
#include "cuda/conv2d_epilogue.h"
#include "cuda/conv2d_plans.h"
#include "cuda/pad.h"

namespace mien::cuda {
namespace {

template <class T>
bool by_plan(const Context& context, const Conv2dGeometry& g, Conv2dPass pass,
             const Conv2dOperands& operands) {
  const Settings& settings = context.settings();
  return context.libraries().conv2d_plans().run(
      context,
      {g, pass, dtype_of<T>, settings.precision, settings.deterministic,
       alignment_of(operands.x, operands.w, operands.y)},
      operands);
}

// For each position that the filter reaches, which pixel lies there.
PadSource positions(Index in, Index out, Index kernel, Index stride, Index dilation, Index pad) {
  PadSource source;
  const Index reach = (out - 1) * stride + (kernel - 1) * dilation + 1;
  for (Index i = -pad; i < reach - pad; ++i) source.push_back(0 <= i && i < in ? i : -1);
  return source;
}

// The convolution of an image that is padded first.
template <class T>
bool by_padded_plan(const Context& context, const Conv2dGeometry& g, Conv2dPass pass,
                    const Conv2dOperands& operands) {
  const PadSource rows =
      positions(g.in_height, g.out_height, g.kernel_height, g.stride_h, g.dilation_h, g.pad_top);
  const PadSource columns =
      positions(g.in_width, g.out_width, g.kernel_width, g.stride_w, g.dilation_w, g.pad_left);
  Conv2dGeometry padded = g;
  padded.in_height = static_cast<Index>(rows.size());
  padded.in_width = static_cast<Index>(columns.size());
  padded.pad_top = padded.pad_left = 0;
  const Buffer<T> image(context, g.batch * padded.in_height * padded.in_width * g.in_channels);
  const auto run = [&] {
    return by_plan<T>(context, padded, pass, {image.data(), operands.w, operands.y});
  };
  if (pass == Conv2dPass::input_gradient) {
    if (!run()) return false;
    pad_backward(context, g.batch, g.in_height, g.in_width, g.in_channels, rows, columns,
                 image.data(), static_cast<T*>(const_cast<void*>(operands.x)));
    return true;
  }
  pad(context, g.batch, g.in_height, g.in_width, g.in_channels, rows, columns,
      static_cast<const T*>(operands.x), image.data());
  return run();
}

// False where cuDNN has no way to compute it.
template <class T>
bool by_cudnn(const Context& context, const Conv2dGeometry& g, Conv2dPass pass,
              const Conv2dOperands& operands) {
  return has_even_padding(g) ? by_plan<T>(context, g, pass, operands)
                             : by_padded_plan<T>(context, g, pass, operands);
}
template <>
bool by_cudnn<double>(const Context&, const Conv2dGeometry&, Conv2dPass, const Conv2dOperands&) {
  return false;  // it has no engine for double that is worth a plan
}

}  // namespace

template <class T>
void conv2d(const Context& context, const Conv2dGeometry& g, const T* x, Conv2dFilters<T> w,
            const Conv2dEpilogue<T>& epilogue, T* y) {
  if (!by_cudnn<T>(context, g, Conv2dPass::forward, {x, w.values, y})) {
    direct::conv2d(context, g, x, w.values, y);
  }
  finish(context, g.batch * g.out_height * g.out_width, g.out_channels, epilogue, y);
}

template <class T>
void conv2d_input_gradient(const Context& context, const Conv2dGeometry& g, const T* dy,
                           Conv2dFilters<T> w, const Conv2dEpilogue<T>& epilogue, T* dx) {
  if (!by_cudnn<T>(context, g, Conv2dPass::input_gradient, {dx, w.values, dy})) {
    direct::conv2d_input_gradient(context, g, dy, w.values, dx);
  }
  finish(context, g.batch * g.in_height * g.in_width, g.in_channels, epilogue, dx);
}

template <class T>
void conv2d_weight_gradient(const Context& context, const Conv2dGeometry& g, const T* x,
                            const T* dy, Wide<T>* dw) {
  if (by_cudnn<T>(context, g, Conv2dPass::weight_gradient, {x, dw, dy})) return;
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
