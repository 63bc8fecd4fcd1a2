#include "autograd/ops/upsample_conv2d.h"

#include "autograd/ops/conv2d.h"
#include "autograd/ops/upsample.h"
#include "cpu/context.h"
#include "tensor/random.h"
#include "tests/autograd/values.h"

using namespace mien;

BOOST_AUTO_TEST_SUITE(upsample_conv2d_op)

// 1 10 enlarged is 1 1 10 10, twice; the filter adds a pixel to twice its right neighbour.
BOOST_AUTO_TEST_CASE(worked_example) {
  const Variable x = leaf({1, 1, 2, 1}, {1, 10}), weight = leaf({1, 1, 2, 1}, {1, 2});
  const Variable bias = leaf({1}, {100});
  expect_values(upsample_conv2d(x, weight, {}, 2), {3, 21, 30, 3, 21, 30});
  const auto y = [&] { return upsample_conv2d(x, weight, {.bias = bias}, 2, {.right = 1}); };
  BOOST_TEST(y().shape() == (Shape{1, 2, 4, 1}));
  expect_values(y(), {103, 121, 130, 110, 103, 121, 130, 110});
  expect_values(slope_of(y(), x), {2 * (1 + 1 + 2), 2 * (1 + 1 + 2 + 2)});
  expect_values(slope_of(y(), weight), {2 * 22, 2 * 21});
  expect_values(slope_of(y(), bias), {8});
}

// Both ways, with filters of even and odd size, padded by nothing and by as much as there may be.
BOOST_AUTO_TEST_CASE(is_what_its_definition_says) {
  for (Index factor : {1, 2, 3}) {
    for (Index kernel : {1, 2, 5}) {
      const Padding padding{
          .top = kernel - 1, .bottom = 0, .left = kernel / 2, .right = kernel / 2};
      const auto random = [&](const Shape& shape, int stream) {
        return parameter(random_normal(shape, Random(1, "x").at(stream), 0, 1, DType::float64));
      };
      const Variable x = random({2, 6, 5, 3}, 0), weight = random({4, kernel, kernel, 3}, 1);
      const Variable bias = random({4}, 2);
      const auto fast = [&] { return upsample_conv2d(x, weight, {.bias = bias}, factor, padding); };
      const auto plain = [&] {
        return conv2d(upsample_nearest(x, factor), weight, bias, {.padding = padding});
      };
      const auto agree = [](const Variable& a, const Variable& b) {
        BOOST_TEST(a.shape() == b.shape());
        expect_values(a, values_of(b));
      };
      agree(fast(), plain());
      for (const Variable& of : {x, weight, bias})
        agree(slope_of(fast(), of), slope_of(plain(), of));
      cpu::context().exact = true;
      BOOST_TEST(values_of(fast()) == values_of(plain()));
      cpu::context().exact = false;
    }
  }
}

BOOST_AUTO_TEST_CASE(bad_input) {
  const Variable x = constant({1, 1, 2, 1}, {1, 10}), weight = constant({1, 1, 2, 1}, {1, 2});
  expect_refused(
      [&] {
        upsample_conv2d(constant({2}, {1, 2}), weight, {}, 2);
      },
      "x must be a non-empty [N, H, W, C], got [2]");
  expect_refused(
      [&] {
        upsample_conv2d(x, constant({1, 1, 1, 2}, {1, 2}), {}, 2);
      },
      "weight must be a non-empty [out, kH, kW, 1], got [1, 1, 1, 2]");
  expect_refused([&] { upsample_conv2d(x, weight, {}, 0); }, "factor must be at least 1, got 0");
  expect_refused([&] { upsample_conv2d(x, weight, {}, 2, {.left = 2}); },
                 "padding must be less than the filter 1 x 2, got 0, 0, 2, 0");
}

BOOST_AUTO_TEST_SUITE_END()
