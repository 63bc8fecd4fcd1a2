// Convolutions in float, which a real card computes by cuDNN, against the host's loops in double.
#include <boost/test/unit_test.hpp>
#include <cstring>

#include "autograd/engine.h"
#include "autograd/ops/arithmetic.h"
#include "autograd/ops/conv2d.h"
#include "autograd/ops/sum.h"
#include "tensor/random.h"
#include "tests/cuda/accuracy.h"
#include "tests/cuda/card.h"

using namespace mien;

namespace {

struct Layer {
  Shape x, weight;
  Conv2dOptions options = {};
};

const Layer kLayers[] = {
    {{2, 16, 16, 3}, {16, 5, 5, 3}, {.padding = Padding::all(2)}},
    {{1, 13, 17, 16}, {24, 3, 3, 16}, {.padding = Padding::all(1)}},
    {{4, 16, 16, 8}, {12, 4, 4, 8}, {.stride = {2, 2}, .padding = Padding::all(1)}},
    {{2, 9, 9, 8}, {8, 3, 3, 8}, {.stride = {2, 2}, .padding = Padding::all(1)}},
    {{2, 8, 8, 32}, {64, 1, 1, 32}},
    {{3, 7, 9, 8}, {16, 3, 3, 4}, {.padding = Padding::all(1), .groups = 2}},
    {{2, 12, 12, 6}, {6, 3, 3, 1}, {.padding = Padding::all(1), .groups = 6}},
    {{1, 15, 15, 4}, {8, 3, 3, 4}, {.dilation = {2, 2}, .padding = Padding::all(2)}},
    {{2, 10, 10, 5}, {7, 3, 3, 5}, {.stride = {2, 2}, .padding = {0, 1, 0, 1}}},
    {{1, 4, 4, 64}, {1, 4, 4, 64}},
};

// y, dx, dweight and dbias of a layer.
std::vector<Tensor> results(const Layer& layer, Device device, DType dtype) {
  const auto draw = [&](const Shape& shape, const char* name) {
    return random_normal(shape, Random(1, name)).to(dtype).to(device);
  };
  const Variable x = parameter(draw(layer.x, "x")), weight = parameter(draw(layer.weight, "w"));
  const Variable bias = parameter(draw({layer.weight[0]}, "bias"));
  const Variable y = conv2d(x, weight, bias, layer.options);
  std::vector<Tensor> all = {y.value().to(kCpu)};
  const Variable dy(draw(y.shape(), "dy"));
  for (const auto& gradient : gradients({y}, {x, weight, bias}, {dy})) {
    all.push_back(gradient.value().to(kCpu));
  }
  return all;
}

void expect_accuracy(double bound) {
  for (const Layer& layer : kLayers) {
    const auto card = results(layer, kCard, DType::float32);
    const auto exact = results(layer, kCpu, DType::float64);
    for (std::size_t i = 0; i < exact.size(); ++i) {
      const double error = relative_error(card[i], exact[i]);
      BOOST_TEST(error <= bound, layer.x << " * " << layer.weight << ", result " << i << ": off by "
                                         << error << ", allowed " << bound);
    }
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(convolutions_suite, *boost::unit_test::precondition(with_card))

BOOST_AUTO_TEST_CASE(in_fp32_they_are_exact_to_rounding) { expect_accuracy(3e-6); }

BOOST_AUTO_TEST_CASE(in_tf32_factors_have_ten_bits) {
  const With tf32({.precision = cuda::Precision::tf32});
  expect_accuracy(1e-3);
}

// Each factor is off by 1/256 at most, by 1/600 in the mean square, a rounded result once more.
BOOST_AUTO_TEST_CASE(in_bf16_factors_have_seven_bits) {
  for (const bool deterministic : {false, true}) {
    const With bf16({.precision = cuda::Precision::bf16, .deterministic = deterministic});
    expect_accuracy(6e-3);
  }
}

BOOST_AUTO_TEST_CASE(deterministic_ones_repeat_their_bits) {
  const With deterministic({.precision = cuda::Precision::tf32, .deterministic = true});
  const Layer layer{{8, 32, 32, 64}, {64, 3, 3, 64}, {.padding = Padding::all(1)}};
  const auto first = results(layer, kCard, DType::float32);
  for (int run = 0; run < 2; ++run) {
    const auto again = results(layer, kCard, DType::float32);
    for (std::size_t i = 0; i < first.size(); ++i) {
      BOOST_TEST(std::memcmp(again[i].raw(), first[i].raw(), first[i].bytes()) == 0);
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
