#include <boost/test/unit_test.hpp>
#include <cmath>

#include "cpu/conv2d_direct.h"
#include "cpu/conv2d_tiled.h"
#include "tensor/random.h"
#include "tensor/tensor.h"

using namespace mien;
using cpu::Conv2dGeometry;

namespace {

Index extent(Index size, Index pad, Index kernel, Index dilation, Index stride) {
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
const std::vector<Case> kCases = {
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

Tensor random(const Shape& shape, const char* name, DType dtype = DType::float64) {
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

template <class T, class Forward, class Input, class Weight>
std::array<Tensor, 3> results(const Problem& p, Forward forward, Input input, Weight weight) {
  const auto type = dtype_of<T>;
  const Tensor x = p.x.to(type), w = p.w.to(type), bias = p.bias.to(type), dy = p.dy.to(type);
  Tensor y(dy.shape(), type), dx(x.shape(), type), dw(w.shape(), type);
  const auto& context = cpu::context();
  forward(context, p.g, x.data<T>(), w.data<T>(), bias.data<T>(), y.mutable_data<T>());
  input(context, p.g, dy.data<T>(), w.data<T>(), bias.data<T>(), dx.mutable_data<T>());
  weight(context, p.g, x.data<T>(), dy.data<T>(), dw.mutable_data<T>());
  return {y, dx, dw};
}

template <class T>
std::array<Tensor, 3> direct(const Problem& p) {
  return results<T>(p, cpu::direct::conv2d<T>, cpu::direct::conv2d_input_gradient<T>,
                    cpu::direct::conv2d_weight_gradient<T>);
}

std::array<Tensor, 3> tiled(const Problem& p) {
  return results<float>(p, cpu::tiled::conv2d, cpu::tiled::conv2d_input_gradient,
                        cpu::tiled::conv2d_weight_gradient);
}

// Largest difference, as a share of the root mean square of the exact values.
double error(const Tensor& approximate, const Tensor& exact) {
  const Tensor a = approximate.to(DType::float64);
  double largest = 0, squares = 0;
  for (Index i = 0; i < exact.numel(); ++i) {
    largest = std::max(largest, std::abs(a.data<double>()[i] - exact.data<double>()[i]));
    squares += exact.data<double>()[i] * exact.data<double>()[i];
  }
  return largest / std::sqrt(squares / static_cast<double>(exact.numel()));
}

constexpr const char* kNames[] = {"y", "dx", "dw"};

}  // namespace

BOOST_AUTO_TEST_SUITE(conv2d_kernels)

// Rounding of a sum of n products grows like sqrt(n) units of 6e-8, and the largest of many errors
// is a few times the usual one; measured over these cases at most 3e-6 for the tiles and 7e-6 for
// the loops.
BOOST_AUTO_TEST_CASE(tiled_and_direct_agree) {
  for (std::size_t i = 0; i < kCases.size(); ++i) {
    const Problem problem(kCases[i].geometry());
    const auto exact = direct<double>(problem), plain = direct<float>(problem);
    const auto fast = tiled(problem);
    for (int k = 0; k < 3; ++k) {
      const double tiled_error = error(fast[k], exact[k]), direct_error = error(plain[k], exact[k]);
      BOOST_TEST_MESSAGE("case " << i << ", " << kNames[k] << ": tiled " << tiled_error
                                 << ", direct " << direct_error);
      BOOST_TEST(tiled_error < 5e-6, "case " << i << ", tiled " << kNames[k]);
      BOOST_TEST(direct_error < 2e-5, "case " << i << ", direct " << kNames[k]);
    }
  }
}

BOOST_AUTO_TEST_CASE(same_bits_for_any_number_of_threads) {
  const int threads = cpu::context().threads;
  for (const Case& c : kCases) {
    const Problem problem(c.geometry());
    cpu::set_threads(1);
    const auto once = tiled(problem);
    for (int n : {2, 3}) {
      cpu::set_threads(n);
      const auto again = tiled(problem);
      for (int k = 0; k < 3; ++k) {
        BOOST_TEST(std::equal(once[k].raw(), once[k].raw() + once[k].bytes(), again[k].raw()));
      }
    }
  }
  cpu::set_threads(threads);
}

BOOST_AUTO_TEST_SUITE_END()
