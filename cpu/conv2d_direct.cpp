#include "cpu/conv2d_direct.h"

#include "cpu/parallel.h"

namespace mien::cpu::direct {
namespace {

// The filter row of output channel o at tap (a, b), and the first channel its group reads.
template <class T>
auto filter(const Conv2dGeometry& g, T* w, Index o, Index a, Index b) {
  return w + ((o * g.kernel_height + a) * g.kernel_width + b) * g.group_in();
}
Index first_channel(const Conv2dGeometry& g, Index o) { return o / g.group_out() * g.group_in(); }

// Element `at` of the result, from its sum with the bias.
template <class T>
T finished(const Conv2dEpilogue<T>& epilogue, T sum, Index at) {
  if (epilogue.addend) sum += epilogue.addend[at];
  return sum > T{0} ? sum : epilogue.slope * sum;
}

// Calls f(row, column, a, b) for each tap of output pixel (i, j) that falls inside the input.
template <class F>
void for_input_taps(const Conv2dGeometry& g, Index i, Index j, F&& f) {
  for (Index a = 0; a < g.kernel_height; ++a) {
    const Index row = i * g.stride_h - g.pad_top + a * g.dilation_h;
    if (row < 0 || row >= g.in_height) continue;
    for (Index b = 0; b < g.kernel_width; ++b) {
      const Index column = j * g.stride_w - g.pad_left + b * g.dilation_w;
      if (column >= 0 && column < g.in_width) f(row, column, a, b);
    }
  }
}

// The output position that reads `position` through tap `tap`, or -1 if there is none.
Index reader(Index position, Index tap, Index pad, Index stride, Index dilation, Index extent) {
  const Index shifted = position + pad - tap * dilation;
  if (shifted < 0 || shifted % stride != 0 || shifted / stride >= extent) return -1;
  return shifted / stride;
}

// Calls f(i, j, a, b) for each output pixel (i, j) that reads input pixel (row, column) through
// tap (a, b).
template <class F>
void for_output_taps(const Conv2dGeometry& g, Index row, Index column, F&& f) {
  for (Index a = 0; a < g.kernel_height; ++a) {
    const Index i = reader(row, a, g.pad_top, g.stride_h, g.dilation_h, g.out_height);
    if (i < 0) continue;
    for (Index b = 0; b < g.kernel_width; ++b) {
      const Index j = reader(column, b, g.pad_left, g.stride_w, g.dilation_w, g.out_width);
      if (j >= 0) f(i, j, a, b);
    }
  }
}

}  // namespace

template <class T>
void conv2d(const Context& context, const Conv2dGeometry& g, const T* x, const T* w,
            const Conv2dEpilogue<T>& epilogue, T* y) {
  parallel_for(context, g.batch * g.out_height, [&](Index line) {
    const Index n = line / g.out_height, i = line % g.out_height;
    for (Index j = 0; j < g.out_width; ++j) {
      const Index pixel = (line * g.out_width + j) * g.out_channels;
      for (Index o = 0; o < g.out_channels; ++o) {
        T sum = epilogue.bias ? epilogue.bias[o] : T{0};
        for_input_taps(g, i, j, [&](Index row, Index column, Index a, Index b) {
          const T* in = x + ((n * g.in_height + row) * g.in_width + column) * g.in_channels +
                        first_channel(g, o);
          const T* weights = filter(g, w, o, a, b);
          for (Index c = 0; c < g.group_in(); ++c) sum += in[c] * weights[c];
        });
        y[pixel + o] = finished(epilogue, sum, pixel + o);
      }
    }
  });
}

template <class T>
void conv2d_input_gradient(const Context& context, const Conv2dGeometry& g, const T* dy, const T* w,
                           const Conv2dEpilogue<T>& epilogue, T* dx) {
  parallel_for(context, g.batch * g.in_height, [&](Index line) {
    const Index n = line / g.in_height, row = line % g.in_height;
    for (Index column = 0; column < g.in_width; ++column) {
      const Index pixel = (line * g.in_width + column) * g.in_channels;
      T* out = dx + pixel;
      for (Index c = 0; c < g.in_channels; ++c) out[c] = epilogue.bias ? epilogue.bias[c] : T{0};
      for_output_taps(g, row, column, [&](Index i, Index j, Index a, Index b) {
        const T* upstream = dy + ((n * g.out_height + i) * g.out_width + j) * g.out_channels;
        for (Index o = 0; o < g.out_channels; ++o) {
          const T* weights = filter(g, w, o, a, b);
          T* sums = out + first_channel(g, o);
          for (Index c = 0; c < g.group_in(); ++c) sums[c] += upstream[o] * weights[c];
        }
      });
      for (Index c = 0; c < g.in_channels; ++c) out[c] = finished(epilogue, out[c], pixel + c);
    }
  });
}

template <class T>
void conv2d_weight_gradient(const Context& context, const Conv2dGeometry& g, const T* x,
                            const T* dy, T* dw) {
  const Index filter_size = g.kernel_height * g.kernel_width * g.group_in();
  parallel_for(context, g.out_channels, [&](Index o) {
    std::fill_n(dw + o * filter_size, filter_size, T{0});
    for (Index pixel = 0; pixel < g.batch * g.out_height * g.out_width; ++pixel) {
      const Index n = pixel / (g.out_height * g.out_width);
      const Index i = pixel / g.out_width % g.out_height, j = pixel % g.out_width;
      const T upstream = dy[pixel * g.out_channels + o];
      for_input_taps(g, i, j, [&](Index row, Index column, Index a, Index b) {
        const T* in = x + ((n * g.in_height + row) * g.in_width + column) * g.in_channels +
                      first_channel(g, o);
        T* sums = filter(g, dw, o, a, b);
        for (Index c = 0; c < g.group_in(); ++c) sums[c] += upstream * in[c];
      });
    }
  });
}

template decltype(conv2d<float>) conv2d<float>;
template decltype(conv2d<double>) conv2d<double>;
template decltype(conv2d_input_gradient<float>) conv2d_input_gradient<float>;
template decltype(conv2d_input_gradient<double>) conv2d_input_gradient<double>;
template decltype(conv2d_weight_gradient<float>) conv2d_weight_gradient<float>;
template decltype(conv2d_weight_gradient<double>) conv2d_weight_gradient<double>;

}  // namespace mien::cpu::direct
