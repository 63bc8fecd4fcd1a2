#include "cuda/conv2d_cudnn.h"

#include "cuda/alignment.h"
#include "cuda/buffer.h"
#include "cuda/conv2d_plans.h"
#include "cuda/pad.h"

namespace mien::cuda {
namespace {

bool by_plan(const Context& context, const Conv2dGeometry& g, Conv2dPass pass, DType maps,
             const Conv2dOperands& operands) {
  const Settings& settings = context.settings();
  return context.libraries().conv2d_plans().run(
      context,
      {g, pass, maps, settings.precision, settings.deterministic,
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
    return by_plan(context, padded, pass, dtype_of<T>, {image.data(), operands.w, operands.y});
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

}  // namespace

bool conv2d_by_cudnn(const Context& context, const Conv2dGeometry& g, Conv2dPass pass, DType maps,
                     const Conv2dOperands& operands) {
  if (maps == DType::float64) return false;  // no engine for it is worth a plan
  if (has_even_padding(g)) return by_plan(context, g, pass, maps, operands);
  return maps == DType::bfloat16 ? by_padded_plan<bfloat16>(context, g, pass, operands)
                                 : by_padded_plan<float>(context, g, pass, operands);
}

}  // namespace mien::cuda
