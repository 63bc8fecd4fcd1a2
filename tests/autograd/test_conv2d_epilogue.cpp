#include "autograd/ops/batch_norm.h"
#include "autograd/ops/conv2d.h"
#include "autograd/ops/leaky_relu.h"
#include "autograd/ops/upsample_conv2d.h"
#include "tests/autograd/image_ops.h"
#include "tests/autograd/values.h"

using namespace mien;
using mien::testing::expect_same_bits;

namespace {

/// One of the convolutions on a fixed x and weight, with whatever epilogue.
struct Convolution {
  const char* name;
  std::vector<Variable> inputs;
  Index channels;  // of the result
  std::function<Variable(const Epilogue&)> op;
};

Variable normal(const Shape& shape, int stream, DType dtype) {
  return parameter(random_normal(shape, Random(1, "epilogue").at(stream), 0, 1, dtype));
}

// For tiles and, in float, for minimal filtering: channels of whole vectors on enough pixels.
std::vector<Convolution> convolutions(DType dtype) {
  const Variable x = normal({2, 9, 8, 3}, 1, dtype), wide = normal({2, 40, 33, 32}, 2, dtype);
  const Variable w = normal({5, 3, 3, 3}, 3, dtype), w32 = normal({16, 3, 3, 32}, 4, dtype);
  const Variable w4 = normal({32, 4, 4, 16}, 5, dtype), w35 = normal({6, 3, 3, 35}, 6, dtype);
  const Variable part = normal({2, 40, 33, 3}, 7, dtype);
  const Conv2dOptions same{.padding = Padding::all(1)};
  const ConvTranspose2dOptions twice{.stride = {2, 2}, .padding = Padding::all(1)};
  return {
      {"conv2d", {x, w}, 5, [=](const Epilogue& e) { return conv2d(x, w, e, same); }},
      {"conv2d", {wide, w32}, 16, [=](const Epilogue& e) { return conv2d(wide, w32, e, same); }},
      {"conv2d of parts",
       {wide, part, w35},
       6,
       [=](const Epilogue& e) {
         return conv2d({wide, part}, w35, e, same);
       }},
      {"conv_transpose2d",
       {wide, w4},
       16,
       [=](const Epilogue& e) { return conv_transpose2d(wide, w4, e, twice); }},
      {"upsample_conv2d",
       {x, w},
       5,
       [=](const Epilogue& e) { return upsample_conv2d(x, w, e, 2, Padding::all(1)); }},
  };
}

/// What is added to a convolution, and its sums with the bias alone.
struct Addition {
  Variable bias, sums, residual;
};

// Calls f(convolution, addition) for all convolutions in both types.
template <class F>
void for_each_addition(F&& f) {
  for (const auto dtype : {DType::float32, DType::float64}) {
    for (const Convolution& c : convolutions(dtype)) {
      const Variable bias = normal({c.channels}, 10, dtype), sums = c.op({.bias = bias});
      f(c, Addition{bias, sums, normal(sums.shape(), 11, dtype)});
    }
  }
}

void expect_close(const Variable& a, const Variable& b, double share, const char* what) {
  BOOST_REQUIRE_EQUAL(a.shape(), b.shape());
  const auto u = values_of(a), v = values_of(b);
  double size = 0;
  for (const double value : v) size = std::max(size, std::abs(value));
  for (std::size_t i = 0; i < u.size(); ++i) {
    BOOST_TEST(std::abs(u[i] - v[i]) <= share * size,
               what << " " << i << ": " << u[i] << ", not " << v[i]);
  }
}

// The moments of an image, from their definition in double.
ChannelMoments defined(const Variable& y) {
  const auto all = values_of(y);
  const Index C = y.dim(3);
  const double rows = static_cast<double>(y.numel() / C);
  std::vector<double> mean(C), variance(C);
  for (Index i = 0; i < y.numel(); ++i) mean[i % C] += all[i] / rows;
  for (Index i = 0; i < y.numel(); ++i) {
    variance[i % C] += (all[i] - mean[i % C]) * (all[i] - mean[i % C]) / rows;
  }
  return {tensor({C}, mean, DType::float64), tensor({C}, variance, DType::float64)};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(conv2d_epilogue_op)

// 1 2 3 times 2, plus 1, plus -4, -9 and 0, is -1, -4 and 7.
BOOST_AUTO_TEST_CASE(worked_example) {
  const Variable x = constant({1, 1, 3, 1}, {1, 2, 3}), weight = constant({1, 1, 1, 1}, {2});
  ChannelMoments moments;
  const Epilogue epilogue{.bias = constant({1}, {1}),
                          .residual = constant({1, 1, 3, 1}, {-4, -9, 0}),
                          .slope = 0.5,
                          .moments = &moments};
  expect_values(conv2d(x, weight, epilogue, {}), {-0.5, -2, 7});
  expect_values(Variable(moments.mean), {1.5});
  expect_values(Variable(moments.variance), {(4 + 12.25 + 30.25) / 3});
}

BOOST_AUTO_TEST_CASE(values_are_those_of_three_ops) {
  for_each_addition([](const Convolution& c, const Addition& a) {
    for (const double slope : {0.0, 0.2, 1.0}) {
      const Variable y = c.op({.bias = a.bias, .residual = a.residual, .slope = slope});
      BOOST_TEST(values_of(y) == values_of(leaky_relu(a.sums + a.residual, slope)), c.name);
    }
  });
}

BOOST_AUTO_TEST_CASE(gradients_are_those_of_three_ops) {
  for_each_addition([](const Convolution& c, const Addition& a) {
    const DType dtype = a.sums.dtype();
    const Variable upstream(normal(a.sums.shape(), 12, dtype).value());
    auto leaves = c.inputs;
    leaves.insert(leaves.end(), {a.bias, a.residual});
    const auto d = gradients({c.op({.bias = a.bias, .residual = a.residual, .slope = 0.2})}, leaves,
                             {upstream});
    const auto e = gradients({leaky_relu(a.sums + a.residual, 0.2)}, leaves, {upstream});
    const double share = dtype == DType::float32 ? 1e-5 : 1e-13;
    for (std::size_t i = 0; i < leaves.size(); ++i) expect_close(d[i], e[i], share, c.name);
  });
}

BOOST_AUTO_TEST_CASE(same_bits_for_any_number_of_threads) {
  for (const Convolution& c : convolutions(DType::float32)) {
    const Variable bias = normal({c.channels}, 10, DType::float32);
    const Variable residual = normal(c.op({}).shape(), 11, DType::float32);
    auto leaves = c.inputs;
    leaves.insert(leaves.end(), {bias, residual});
    expect_same_bits(leaves,
                     [=] { return c.op({.bias = bias, .residual = residual, .slope = 0.2}); });
  }
}

BOOST_AUTO_TEST_CASE(moments_are_those_of_the_result) {
  for (const auto dtype : {DType::float32, DType::float64}) {
    for (const Convolution& c : convolutions(dtype)) {
      ChannelMoments moments;
      const Variable residual = normal(c.op({}).shape(), 11, dtype);
      const Variable y = c.op({.residual = residual, .slope = 0.2, .moments = &moments});
      const ChannelMoments expected = defined(y);
      const double share = dtype == DType::float32 ? 1e-6 : 1e-12;
      expect_close(Variable(moments.mean), Variable(expected.mean), share, c.name);
      expect_close(Variable(moments.variance), Variable(expected.variance), share, c.name);
    }
  }
}

BOOST_AUTO_TEST_CASE(what_does_not_fit_is_refused) {
  const Variable x(zeros({1, 4, 5, 6})), weight(zeros({8, 3, 3, 6}));
  const Variable fits(zeros({1, 2, 3, 8}));
  expect_refused(
      [&] {
        conv2d(x, weight, {.residual = Variable(zeros({1, 2, 3, 1}))}, {});
      },
      "conv2d: the residual must be [1, 2, 3, 8], got [1, 2, 3, 1]");
  expect_refused(
      [&] { conv2d(x, weight, {.residual = Variable(zeros(fits.shape(), DType::float64))}, {}); },
      "conv2d: dtypes differ, float32 and float64");
  expect_refused([&] { conv2d(x, weight, {.residual = fits, .slope = -0.1}, {}); },
                 "conv2d: the slope must not be negative, got -0.1");
  expect_refused([&] { conv_transpose2d(fits, weight, {.slope = -1.0}, {}); },
                 "conv_transpose2d: the slope must not be negative");
  expect_refused([&] { conv_transpose2d(fits, weight, {.residual = fits}, {}); },
                 "conv_transpose2d: the residual must be [1, 4, 5, 6], got [1, 2, 3, 8]");
  expect_refused([&] { upsample_conv2d(x, weight, {.slope = -1.0}, 2); },
                 "the slope must not be negative");
  expect_refused(
      [&] {
        conv2d({x, x}, Variable(zeros({8, 3, 3, 12})), {.residual = x});
      },
      "conv2d: the residual must be [1, 2, 3, 8], got [1, 4, 5, 6]");
}

BOOST_AUTO_TEST_SUITE_END()
