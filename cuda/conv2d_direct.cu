#include "cuda/conv2d_direct.h"

#include "cuda/launch.h"

namespace mien::cuda::direct {
namespace {

// The output position that reads `position` through tap `tap`, or -1 if there is none.
MIEN_HOST_DEVICE inline Index reader(Index position, Index tap, Index pad, Index stride,
                                     Index dilation, Index extent) {
  const Index shifted = position + pad - tap * dilation;
  if (shifted < 0 || shifted % stride != 0 || shifted / stride >= extent) return -1;
  return shifted / stride;
}

}  // namespace

template <class T>
void conv2d(const Context& context, const Conv2dGeometry& geometry, const T* x, const T* w, T* y) {
  const Conv2dGeometry g = geometry;
  launch(context, g.batch * g.out_height * g.out_width * g.out_channels,
         [=] MIEN_HOST_DEVICE(Index index) {
           const Index o = index % g.out_channels, pixel = index / g.out_channels;
           const Index i = pixel / g.out_width % g.out_height, j = pixel % g.out_width;
           const T* const image =
               x + pixel / (g.out_height * g.out_width) * g.in_height * g.in_width * g.in_channels +
               o / g.group_out() * g.group_in();
           const T* weights = w + o * g.kernel_height * g.kernel_width * g.group_in();
           Wide<T> sum = 0;
           for (Index a = 0; a < g.kernel_height; ++a) {
             const Index row = i * g.stride_h - g.pad_top + a * g.dilation_h;
             for (Index b = 0; b < g.kernel_width; ++b, weights += g.group_in()) {
               const Index column = j * g.stride_w - g.pad_left + b * g.dilation_w;
               if (row < 0 || row >= g.in_height || column < 0 || column >= g.in_width) continue;
               const T* const in = image + (row * g.in_width + column) * g.in_channels;
               for (Index c = 0; c < g.group_in(); ++c) sum += Wide<T>(in[c]) * Wide<T>(weights[c]);
             }
           }
           y[index] = T(sum);
         });
}

template <class T>
void conv2d_input_gradient(const Context& context, const Conv2dGeometry& geometry, const T* dy,
                           const T* w, T* dx) {
  const Conv2dGeometry g = geometry;
  launch(context, g.batch * g.in_height * g.in_width * g.in_channels,
         [=] MIEN_HOST_DEVICE(Index index) {
           const Index channel = index % g.in_channels, pixel = index / g.in_channels;
           const Index row = pixel / g.in_width % g.in_height, column = pixel % g.in_width;
           const Index n = pixel / (g.in_height * g.in_width);
           const Index first = channel / g.group_in() * g.group_out(), c = channel % g.group_in();
           Wide<T> sum = 0;
           for (Index a = 0; a < g.kernel_height; ++a) {
             const Index i = reader(row, a, g.pad_top, g.stride_h, g.dilation_h, g.out_height);
             for (Index b = 0; b < g.kernel_width; ++b) {
               const Index j = reader(column, b, g.pad_left, g.stride_w, g.dilation_w, g.out_width);
               if (i < 0 || j < 0) continue;
               const T* const upstream =
                   dy + ((n * g.out_height + i) * g.out_width + j) * g.out_channels;
               for (Index o = first; o < first + g.group_out(); ++o) {
                 const Index tap = (o * g.kernel_height + a) * g.kernel_width + b;
                 sum += Wide<T>(upstream[o]) * Wide<T>(w[tap * g.group_in() + c]);
               }
             }
           }
           dx[index] = T(sum);
         });
}

template <class T>
void conv2d_weight_gradient(const Context& context, const Conv2dGeometry& geometry, const T* x,
                            const T* dy, Wide<T>* dw) {
  const Conv2dGeometry g = geometry;
  launch(context, g.out_channels * g.kernel_height * g.kernel_width * g.group_in(),
         [=] MIEN_HOST_DEVICE(Index index) {
           const Index tap = index / g.group_in(), o = tap / (g.kernel_height * g.kernel_width);
           const Index a = tap / g.kernel_width % g.kernel_height, b = tap % g.kernel_width;
           const Index c = o / g.group_out() * g.group_in() + index % g.group_in();
           Wide<T> sum = 0;
           for (Index line = 0; line < g.batch * g.out_height; ++line) {
             const Index row = line % g.out_height * g.stride_h - g.pad_top + a * g.dilation_h;
             if (row < 0 || row >= g.in_height) continue;
             const T* const in =
                 x + (line / g.out_height * g.in_height + row) * g.in_width * g.in_channels;
             for (Index j = 0; j < g.out_width; ++j) {
               const Index column = j * g.stride_w - g.pad_left + b * g.dilation_w;
               if (column < 0 || column >= g.in_width) continue;
               sum += Wide<T>(dy[(line * g.out_width + j) * g.out_channels + o]) *
                      Wide<T>(in[column * g.in_channels + c]);
             }
           }
           dw[index] = sum;
         });
}

#define MIEN_INSTANTIATE(T)                                                                       \
  template void conv2d(const Context&, const Conv2dGeometry&, const T*, const T*, T*);            \
  template void conv2d_input_gradient(const Context&, const Conv2dGeometry&, const T*, const T*,  \
                                      T*);                                                        \
  template void conv2d_weight_gradient(const Context&, const Conv2dGeometry&, const T*, const T*, \
                                       Wide<T>*);
MIEN_INSTANTIATE(float)
MIEN_INSTANTIATE(double)
MIEN_INSTANTIATE(bfloat16)

}  // namespace mien::cuda::direct
