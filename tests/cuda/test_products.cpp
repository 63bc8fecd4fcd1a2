// Products of matrices in float, which a real card computes by cuBLAS, against loops in double.
#include <boost/test/unit_test.hpp>

#include "autograd/engine.h"
#include "autograd/ops/sampling_grid.h"
#include "cuda/matmul.h"
#include "tensor/random.h"
#include "tests/cuda/accuracy.h"
#include "tests/cuda/card.h"

using namespace mien;

namespace {

struct Product {
  Index m, n, k;
};

// c = op(a) op(b)
Tensor by_definition(const Product& p, bool transpose_a, bool transpose_b, const Tensor& a,
                     const Tensor& b) {
  const Tensor wide_a = a.to(DType::float64), wide_b = b.to(DType::float64);
  Tensor c = zeros({p.m * p.n}, DType::float64);
  double* sums = c.mutable_data<double>();
  for (Index i = 0; i < p.m; ++i) {
    for (Index j = 0; j < p.n; ++j) {
      for (Index l = 0; l < p.k; ++l) {
        sums[i * p.n + j] += wide_a.data<double>()[transpose_a ? l * p.m + i : i * p.k + l] *
                             wide_b.data<double>()[transpose_b ? j * p.k + l : l * p.n + j];
      }
    }
  }
  return c;
}

void compare(const Product& p, bool transpose_a, bool transpose_b, bool exact, double bound) {
  const Tensor a = random_normal({p.m * p.k}, Random(1, "a"));
  const Tensor b = random_normal({p.k * p.n}, Random(1, "b"));
  const Tensor card_a = a.to(kCard), card_b = b.to(kCard);
  Tensor c = full({p.m * p.n}, 7).to(kCard);
  cuda::matmul(cuda::context(0), transpose_a, transpose_b, p.m, p.n, p.k, card_a.data<float>(),
               card_b.data<float>(), c.mutable_data<float>(), exact);
  const double error = relative_error(c.to(kCpu), by_definition(p, transpose_a, transpose_b, a, b));
  BOOST_TEST(error <= bound, p.m << " x " << p.n << " x " << p.k << ", " << transpose_a
                                 << transpose_b << exact << ": off by " << error);
}

constexpr double kRounding = 3e-6;  // of float, and of sums in it

void expect_accuracy(cuda::Precision precision, double bound) {
  const With rounding({.precision = precision});
  for (const Product& p : {Product{64, 48, 32},
                           {7, 5, 300},
                           {33, 1, 65},
                           {1, 70, 40},
                           {50, 60, 1},
                           {16, 512, 128},
                           {130, 24, 1001}}) {
    for (int way = 0; way < 4; ++way) {
      compare(p, way & 1, way & 2, false, bound);
      compare(p, way & 1, way & 2, true, kRounding);
    }
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(products_suite, *boost::unit_test::precondition(with_card))

BOOST_AUTO_TEST_CASE(in_fp32_they_are_exact_to_rounding) {
  expect_accuracy(cuda::Precision::fp32, kRounding);
}
BOOST_AUTO_TEST_CASE(in_tf32_factors_have_ten_bits) {
  expect_accuracy(cuda::Precision::tf32, 1e-3);
}
BOOST_AUTO_TEST_CASE(in_bf16_factors_have_seven_bits) {
  expect_accuracy(cuda::Precision::bf16, 4e-3);
}

// Places where a transformer looks need all digits, in any precision.
BOOST_AUTO_TEST_CASE(grids_are_never_rounded) {
  const Tensor parameters = tensor({2, 4}, {0.1, 1.1, -0.2, 0.3, -0.4, 0.9, 0.15, 0.05});
  const auto results = [&](Device device, DType dtype) {
    const Variable p = parameter(parameters.to(dtype).to(device));
    const Variable grid = similarity_grid(p, {64, 64});
    const Tensor dgrid = random_normal(grid.shape(), Random(1, "dgrid")).to(dtype).to(device);
    const Variable dp = gradients({grid}, {p}, {Variable(dgrid)})[0];
    return std::pair{grid.value().to(kCpu), dp.value().to(kCpu)};
  };
  const auto [grid, dp] = results(kCpu, DType::float64);
  for (const auto precision : {cuda::Precision::tf32, cuda::Precision::bf16}) {
    const With rounding({.precision = precision});
    const auto [card_grid, card_dp] = results(kCard, DType::float32);
    BOOST_TEST(relative_error(card_grid, grid) <= kRounding);
    BOOST_TEST(relative_error(card_dp, dp) <= 10 * kRounding);
  }
}

BOOST_AUTO_TEST_SUITE_END()
