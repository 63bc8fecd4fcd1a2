// What the gradient cases, small and in double, do not reach.
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <cstring>

#include "autograd/ops/batch_norm.h"
#include "autograd/ops/corners.h"
#include "autograd/ops/dropout.h"
#include "autograd/ops/leaky_relu.h"
#include "autograd/ops/sum.h"
#include "cuda/narrow.h"
#include "cuda/pack.h"
#include "optim/update.h"
#include "tensor/functors/update_rules.h"
#include "tests/cuda/card.h"

using namespace mien;

namespace {

Variable on_card(const Tensor& x) { return Variable(x.to(kCard)); }

void expect_near(const Tensor& card, const Tensor& host, double tolerance) {
  const Tensor copy = card.to(kCpu);
  for (Index i = 0; i < host.numel(); ++i) {
    const double a = copy.reshape({host.numel()}).slice(i, i + 1).item();
    const double b = host.reshape({host.numel()}).slice(i, i + 1).item();
    BOOST_TEST(std::abs(a - b) <= tolerance * (1 + std::abs(b)), i << ": " << a << " and " << b);
  }
}

void expect_same_bits(const Tensor& a, const Tensor& b) {
  BOOST_TEST(a.shape() == b.shape());
  BOOST_TEST(std::memcmp(a.raw(), b.raw(), b.bytes()) == 0);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(kernels_suite, *boost::unit_test::precondition(with_card))

BOOST_AUTO_TEST_CASE(corners_beyond_the_image_count_as_zeros) {
  const Variable x = on_card(full({1, 2, 3, 1}, 5)), weights = on_card(full({1, 1, 1, 4}, 0.25));
  const Tensor indices = tensor({1, 1, 1, 4}, {5, 6, -1, -2}, DType::int32).to(kCard);
  BOOST_TEST(gather_corners(x, weights, indices).item() == 1.25);
  BOOST_TEST(
      sum(scatter_corners(on_card(full({1, 1, 1, 1}, 1)), weights, indices, {2, 3})).item() ==
      0.25);
  BOOST_TEST(sum(dot_corners(x, on_card(full({1, 1, 1, 1}, 2)), indices)).item() == 10);
}

BOOST_AUTO_TEST_CASE(long_sums_take_several_passes) {
  for (const Shape& shape : {Shape{10'000, 3}, {300'001, 1}, {64, 5}, {65, 5}, {4097, 2}}) {
    const Tensor x = random_normal(shape, Random(1, "x"));
    expect_near(sum(on_card(x), {0}).value(), sum(Variable(x), {0}).value(), 1e-5);
  }
}

BOOST_AUTO_TEST_CASE(a_variance_far_from_zero_does_not_cancel) {
  const Tensor x = random_normal({1000, 3}, Random(1, "x"), 1000, 0.1);
  const auto normal = [](const Variable& x) {
    Tensor mean = zeros({3}, DType::float32, x.device()), variance = mean.clone();
    const Tensor one = full({3}, 1, DType::float32, x.device());
    const Variable gamma(one), beta(mean.clone());
    return batch_norm(x, gamma, beta, mean, variance, {.mode = BatchNormMode::batch_statistics});
  };
  expect_near(normal(on_card(x)).value(), normal(Variable(x)).value(), 2e-4);
}

BOOST_AUTO_TEST_CASE(dropout_draws_the_same_bits) {
  const Tensor x = full({1003}, 1);
  const Tensor host = dropout(Variable(x), 0.3, Random(7, "dropout", 5)).value();
  const Tensor card = dropout(on_card(x), 0.3, Random(7, "dropout", 5)).value().to(kCpu);
  expect_same_bits(card, host);
  const Tensor five = full({1}, 5, DType::int64, kCard);
  const Tensor read = dropout(on_card(x), 0.3, Random(7, "dropout", 9), five).value().to(kCpu);
  expect_same_bits(read, host);
}

BOOST_AUTO_TEST_CASE(factors_are_rounded_as_the_host_rounds) {
  const Tensor x = random_normal({2003}, Random(1, "x"));
  for (const auto& [begin, end] : {std::pair<Index, Index>{0, 2003}, {0, 5}, {1, 2001}, {8, 40}}) {
    const Tensor card = x.to(kCard).slice(begin, end), host = x.slice(begin, end);
    Tensor narrow = zeros(host.shape(), DType::bfloat16, kCard);
    Tensor wide = zeros(host.shape(), DType::float32, kCard);
    cuda::narrow(cuda::context(0), end - begin, card.data<float>(),
                 narrow.mutable_data<bfloat16>());
    cuda::widen(cuda::context(0), end - begin, narrow.data<bfloat16>(), wide.mutable_data<float>());
    const Tensor expected = host.to(DType::bfloat16);
    expect_same_bits(narrow.to(kCpu), expected);
    expect_same_bits(wide.to(kCpu), expected.to(DType::float32));
  }
}

BOOST_AUTO_TEST_CASE(packs_are_as_large_as_rows_and_addresses_allow) {
  alignas(64) bfloat16 narrow[64];
  alignas(64) float wide[64];
  const auto packed = [](Index length, const auto*... x) {
    int elements = 0;
    cuda::with_packs(
        length, [&]<int V>() { elements = V; }, x...);
    return elements;
  };
  BOOST_TEST(packed(16, narrow) == 8);
  BOOST_TEST(packed(12, narrow) == 4);
  BOOST_TEST(packed(6, narrow) == 1);
  BOOST_TEST(packed(16, narrow + 4) == 4);
  BOOST_TEST(packed(16, narrow, narrow + 2) == 1);
  BOOST_TEST(packed(16, narrow, wide) == 8);
  BOOST_TEST(packed(16, narrow, wide + 4) == 4);
  BOOST_TEST(packed(16, wide) == 4);
  BOOST_TEST(packed(16, wide + 2) == 1);
}

// A card reads packs from multiples of their size alone.
BOOST_AUTO_TEST_CASE(rows_may_begin_at_any_element) {
  const Tensor drawn = random_normal({72}, Random(1, "x")).to(DType::bfloat16);
  for (const DType dtype : {DType::bfloat16, DType::float32}) {
    const Tensor x = drawn.to(dtype).to(kCard);
    for (const Index begin : {24, 12, 4, 3, 1}) {
      const Variable card(x.slice(begin, begin + 24));
      const Variable host(drawn.slice(begin, begin + 24).to(DType::float32));
      expect_same_bits(leaky_relu(card, 0.5).value().to(kCpu).to(DType::float32),
                       leaky_relu(host, 0.5).value());
    }
  }
}

BOOST_AUTO_TEST_CASE(an_update_reaches_every_element_of_every_tensor) {
  const auto updated = [&](Device device) {
    const Tensor sizes = tensor({2}, {0.1, 1.5}, DType::float64).to(device);
    const double* size = sizes.data<double>();
    const functors::AdamStep rule{size, size + 1, 0.9, 0.99, 1e-8, 0.01, 0.999};
    std::vector<Tensor> weights, gradients, first, second;
    for (const Index n : {5, 1, 0, 300}) {
      const Random random(1, text("row ", n));
      weights.push_back(random_normal({n}, random).to(device));
      gradients.push_back(random_normal({n}, random.at(1)).to(device));
      first.push_back(zeros({n}, DType::float32, device));
      second.push_back(zeros({n}, DType::float32, device));
    }
    update_elements(rule, weights, gradients, {}, first, second);
    weights.push_back(second.back());
    return weights;
  };
  const std::vector<Tensor> card = updated(kCard), host = updated(kCpu);
  for (std::size_t i = 0; i < host.size(); ++i) expect_near(card[i], host[i], 1e-6);
}

BOOST_AUTO_TEST_SUITE_END()
