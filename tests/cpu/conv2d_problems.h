#pragma once

#include <array>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <vector>

#include "cpu/conv2d.h"
#include "cpu/conv2d_depthwise.h"
#include "cpu/conv2d_direct.h"
#include "cpu/conv2d_tiled.h"
#include "cpu/conv2d_winograd.h"
#include "tensor/random.h"
#include "tensor/tensor.h"

/// What tests of the convolution kernels share: shapes, inputs, results.
namespace mien::testing {

inline Index extent(Index size, Index pad, Index kernel, Index dilation, Index stride) {
  return (size + pad - (kernel - 1) * dilation - 1) / stride + 1;
}

struct Case {
  Index batch, height, width, in, out, kernel_h, kernel_w;
  Index stride_h = 1, stride_w = 1, dilation_h = 1, dilation_w = 1;
  Index top = 0, bottom = 0, left = 0, right = 0, groups = 1;

  Conv2dGeometry geometry() const {
    return {.batch = batch,
            .in_height = height,
            .in_width = width,
            .in_channels = in,
            .out_height = extent(height, top + bottom, kernel_h, dilation_h, stride_h),
            .out_width = extent(width, left + right, kernel_w, dilation_w, stride_w),
            .out_channels = out,
            .kernel_height = kernel_h,
            .kernel_width = kernel_w,
            .stride_h = stride_h,
            .stride_w = stride_w,
            .dilation_h = dilation_h,
            .dilation_w = dilation_w,
            .pad_top = top,
            .pad_left = left,
            .groups = groups};
  }
};

// Small and large maps, channel counts around the width of a vector and a tile, every option.
inline const std::vector<Case> kCases = {
    {1, 9, 11, 3, 16, 5, 5, 1, 1, 1, 1, 2, 2, 2, 2},
    {2, 30, 33, 16, 33, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1},
    {1, 40, 36, 7, 3, 5, 5, 1, 1, 1, 1, 2, 2, 2, 2},
    {3, 4, 4, 20, 20, 3, 3},
    {2, 9, 7, 32, 3, 5, 5, 1, 1, 1, 1, 2, 2, 2, 2},
    {1, 8, 9, 2, 16, 4, 4, 2, 2, 1, 1, 1, 1, 1, 1},
    {1, 7, 9, 32, 6, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 2},
    {5, 2, 2, 48, 70, 1, 1},
    {1, 32, 32, 130, 65, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1},
    {2, 17, 15, 12, 24, 4, 4, 2, 2, 1, 1, 1, 1, 1, 1},
    {2, 18, 16, 16, 5, 4, 4, 2, 2, 1, 1, 1, 1, 1, 1},
    {1, 13, 14, 4, 6, 2, 3, 3, 2, 1, 1, 0, 2, 3, 1},
    {1, 13, 14, 4, 6, 3, 2, 1, 2, 3, 2, 4, 0, 1, 2},
    {1, 12, 10, 12, 18, 3, 3, 2, 1, 1, 2, 1, 1, 2, 2, 3},
    {2, 7, 5, 6, 6, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 6},
    {1, 5, 6, 3, 4, 1, 1, 3, 3},
    {1, 3, 1, 2, 2, 3, 1, 1, 1, 1, 1, 2, 2, 3, 0},
    {1, 1, 1, 300, 40, 4, 4, 2, 2, 1, 1, 2, 2, 2, 2},
};

// What minimal filtering knows: sizes that its tiles do and do not divide, maps smaller than a
// tile, padding from none to more than the filter, several blocks, phases of a stride.
inline const std::vector<Case> kWinogradCases = {
    {1, 9, 8, 16, 32, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1},
    {2, 13, 17, 32, 16, 3, 3},
    {1, 3, 3, 16, 16, 3, 3, 1, 1, 1, 1, 4, 1, 0, 3},
    {3, 33, 30, 16, 48, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1},
    {1, 8, 8, 400, 16, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1},
    {1, 11, 24, 16, 32, 5, 5, 1, 1, 1, 1, 2, 2, 2, 2},
    {2, 21, 18, 64, 32, 5, 5, 1, 1, 1, 1, 2, 1, 0, 2},
    {1, 7, 8, 16, 16, 2, 2, 1, 1, 1, 1, 1, 0, 1, 0},
    {2, 12, 14, 16, 32, 4, 4, 2, 2, 1, 1, 1, 1, 1, 1},
    {1, 13, 11, 32, 16, 4, 4, 2, 2, 1, 1, 1, 1, 1, 1},
    {1, 2, 2, 16, 16, 4, 4, 2, 2, 1, 1, 1, 1, 1, 1},
    {1, 23, 20, 16, 16, 6, 6, 2, 2, 1, 1, 2, 2, 2, 2},
};

// A filter for each channel: channels that are fewer than a vector's, fill vectors, or do not; maps
// of one block and several, smaller than the filter, and met by one tap alone; every option.
inline const std::vector<Case> kDepthwiseCases = {
    {2, 9, 11, 1, 1, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 1},
    {1, 13, 14, 3, 3, 3, 3, 2, 2, 1, 1, 1, 1, 1, 1, 3},
    {1, 11, 9, 5, 5, 2, 4, 1, 3, 2, 1, 1, 0, 2, 4, 5},
    {2, 12, 10, 17, 17, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 17},
    {1, 40, 41, 24, 24, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 24},
    {1, 9, 8, 33, 33, 1, 1, 3, 3, 1, 1, 0, 0, 0, 0, 33},
    {1, 15, 19, 64, 64, 5, 5, 3, 2, 1, 1, 0, 2, 3, 1, 64},
    {9, 14, 14, 130, 130, 3, 3, 2, 2, 1, 1, 1, 1, 1, 1, 130},
    {3, 14, 15, 130, 130, 3, 3, 1, 2, 2, 2, 2, 2, 2, 1, 130},
    {2, 7, 7, 50, 50, 7, 7, 1, 1, 1, 1, 0, 0, 0, 0, 50},
    {1, 2, 3, 20, 20, 5, 5, 1, 1, 1, 1, 4, 4, 4, 4, 20},
    {5, 1, 1, 40, 40, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 40},
};

inline Tensor random(const Shape& shape, const char* name, DType dtype = DType::float64) {
  return random_normal(shape, Random(1, name), 0, 1, dtype).to(DType::float32).to(dtype);
}

/// The inputs of the three products, exact in float, and their results.
struct Problem {
  Conv2dGeometry g;
  Tensor x, w, bias, dy;

  explicit Problem(const Conv2dGeometry& geometry)
      : g(geometry),
        x(random({g.batch, g.in_height, g.in_width, g.in_channels}, "x")),
        w(random({g.out_channels, g.kernel_height, g.kernel_width, g.group_in()}, "w")),
        bias(random({std::max(g.out_channels, g.in_channels)}, "bias")),
        dy(random({g.batch, g.out_height, g.out_width, g.out_channels}, "dy")) {}
};

/// What follows the sums and the bias: dy is added to y and x to dx, or nothing.
struct Ending {
  bool adds = false;
  double slope = 1;
};

inline constexpr Ending kEndings[] = {{}, {true}, {false, 0.2}, {true, 0}};

template <class T, class Forward, class Input, class Weight>
std::array<Tensor, 3> results(const Problem& p, const Ending& ending, Forward forward, Input input,
                              Weight weight) {
  const auto type = dtype_of<T>;
  const Tensor x = p.x.to(type), w = p.w.to(type), bias = p.bias.to(type), dy = p.dy.to(type);
  Tensor y(dy.shape(), type), dx(x.shape(), type), dw(w.shape(), type);
  const auto& context = cpu::context();
  const auto epilogue = [&](const Tensor& addend) {
    return Conv2dEpilogue<T>{bias.data<T>(), ending.adds ? addend.data<T>() : nullptr,
                             static_cast<T>(ending.slope)};
  };
  forward(context, p.g, x.data<T>(), w.data<T>(), epilogue(dy), y.mutable_data<T>());
  input(context, p.g, dy.data<T>(), w.data<T>(), epilogue(x), dx.mutable_data<T>());
  weight(context, p.g, x.data<T>(), dy.data<T>(), dw.mutable_data<T>());
  return {y, dx, dw};
}

template <class T>
std::array<Tensor, 3> direct(const Problem& p, const Ending& ending = {}) {
  return results<T>(p, ending, cpu::direct::conv2d<T>, cpu::direct::conv2d_input_gradient<T>,
                    cpu::direct::conv2d_weight_gradient<T>);
}

inline std::array<Tensor, 3> tiled(const Problem& p, const Ending& ending = {}) {
  return results<float>(p, ending, cpu::tiled::conv2d, cpu::tiled::conv2d_input_gradient,
                        cpu::tiled::conv2d_weight_gradient);
}

inline std::array<Tensor, 3> winograd(const Problem& p, const Ending& ending = {}) {
  return results<float>(p, ending, cpu::winograd::conv2d, cpu::winograd::conv2d_input_gradient,
                        cpu::winograd::conv2d_weight_gradient);
}

inline std::array<Tensor, 3> depthwise(const Problem& p, const Ending& ending = {}) {
  return results<float>(p, ending, cpu::depthwise::conv2d, cpu::depthwise::conv2d_input_gradient,
                        cpu::depthwise::conv2d_weight_gradient);
}

using Algorithm = std::array<Tensor, 3> (*)(const Problem&, const Ending&);

inline void check_same_bits(const std::array<Tensor, 3>& a, const std::array<Tensor, 3>& b) {
  for (int k = 0; k < 3; ++k) {
    BOOST_TEST(std::equal(a[k].raw(), a[k].raw() + a[k].bytes(), b[k].raw()));
  }
}

/// Largest difference, as a share of the root mean square of the exact values.
inline double error(const Tensor& approximate, const Tensor& exact) {
  const Tensor a = approximate.to(DType::float64);
  double largest = 0, squares = 0;
  for (Index i = 0; i < exact.numel(); ++i) {
    largest = std::max(largest, std::abs(a.data<double>()[i] - exact.data<double>()[i]));
    squares += exact.data<double>()[i] * exact.data<double>()[i];
  }
  return largest / std::sqrt(squares / static_cast<double>(exact.numel()));
}

}  // namespace mien::testing
