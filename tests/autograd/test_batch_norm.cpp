#include "autograd/ops/batch_norm.h"

#include <cmath>

#include "autograd/engine.h"
#include "autograd/grad_mode.h"
#include "autograd/ops/sum.h"
#include "cpu/batch_norm.h"
#include "tests/autograd/image_ops.h"

using namespace mien;
using namespace mien::testing;

namespace {

struct Norm {
  Variable gamma, beta;
  Tensor mean, variance;

  explicit Norm(Index C, double scale = 1, double shift = 0)
      : gamma(parameter(full({C}, scale))),
        beta(parameter(full({C}, shift))),
        mean(zeros({C})),
        variance(full({C}, 1)) {}

  Variable operator()(const Variable& x, BatchNormMode mode = BatchNormMode::training) {
    return batch_norm(x, gamma, beta, mean, variance, {.mode = mode});
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(batch_norm_op)

// 1 and 5: mean 3, variance 4, unbiased 8. So y = 2 (-1, 1) + 10, running mean 0.9 * 0 + 0.1 * 3
// and running variance 0.9 * 1 + 0.1 * 8.
BOOST_AUTO_TEST_CASE(worked_example) {
  const Variable x = parameter(tensor({2, 1}, {1, 5}));
  Norm norm(1, 2, 10);
  const std::vector<float> y = values(norm(x));
  BOOST_TEST(y[0] == 8, boost::test_tools::tolerance(1e-5f));
  BOOST_TEST(y[1] == 12, boost::test_tools::tolerance(1e-5f));
  BOOST_TEST(norm.mean.item() == 0.3, boost::test_tools::tolerance(1e-6));
  BOOST_TEST(norm.variance.item() == 1.7, boost::test_tools::tolerance(1e-6));

  // Evaluation: (x - 0.3) / sqrt(1.7) * 2 + 10, and the statistics stay.
  const std::vector<float> z = values(norm(x, BatchNormMode::evaluation));
  BOOST_TEST(z[0] == 10 + 1.4f / std::sqrt(1.7f), boost::test_tools::tolerance(1e-5f));
  BOOST_TEST(values(norm(x, BatchNormMode::batch_statistics)) == y);
  BOOST_TEST(norm.mean.item() == 0.3, boost::test_tools::tolerance(1e-6));
}

// The example above gives 8 and 12; shifted by -10 that is -2, which the rectifier halves, and 2.
// Upstream (1, 1) is (0.5, 1) before it: its mean is 0.75 and, against (x - mean)/deviation =
// (-1, 1), its slope 0.25, so dx = gamma / deviation (0.5 - 0.75 + 0.25, 1 - 0.75 - 0.25) = 0.
BOOST_AUTO_TEST_CASE(a_rectifier_follows) {
  const Variable x = parameter(tensor({2, 1}, {1, 5}));
  Norm norm(1, 2, 0);
  const Variable y = batch_norm(x, norm.gamma, norm.beta, norm.mean, norm.variance, {.slope = 0.5});
  BOOST_TEST(values(y)[0] == -1, boost::test_tools::tolerance(1e-5f));
  BOOST_TEST(values(y)[1] == 2, boost::test_tools::tolerance(1e-5f));
  const auto d = gradients({sum(y)}, {x, norm.gamma, norm.beta});
  BOOST_TEST(std::abs(values(d[0])[0]) < 1e-5f);
  BOOST_TEST(d[1].item() == 0.5, boost::test_tools::tolerance(1e-5));
  BOOST_TEST(d[2].item() == 1.5, boost::test_tools::tolerance(1e-5));
  BOOST_CHECK_THROW(batch_norm(x, norm.gamma, norm.beta, norm.mean, norm.variance, {.slope = -0.1}),
                    std::invalid_argument);
}

// What is normalised is x + shift, in every mode, statistics and gradients included.
BOOST_AUTO_TEST_CASE(a_shift_is_added) {
  const Variable x = parameter(random_normal({3, 5, 7, 4}, Random(1, "x"), 2, 3));
  const Variable shift = parameter(random_normal({4}, Random(2, "shift")));
  const Variable upstream(random_normal(x.shape(), Random(3, "dy")));
  const auto tolerance = boost::test_tools::tolerance(1e-4f);
  for (const auto mode :
       {BatchNormMode::training, BatchNormMode::evaluation, BatchNormMode::batch_statistics}) {
    Norm apart(4, 1.5, 0.5), fused(4, 1.5, 0.5);
    const Variable expected = apart(x + shift, mode);
    const Variable y = batch_norm(x, fused.gamma, fused.beta, fused.mean, fused.variance,
                                  {.mode = mode, .shift = shift});
    BOOST_TEST(values(y) == values(expected), tolerance << boost::test_tools::per_element());
    BOOST_TEST(values(Variable(fused.mean)) == values(Variable(apart.mean)),
               tolerance << boost::test_tools::per_element());
    const auto d = gradients({y}, {x, fused.gamma, shift}, {upstream});
    const auto e = gradients({expected}, {x, apart.gamma, shift}, {upstream});
    for (std::size_t i = 0; i < d.size(); ++i) {
      for (Index j = 0; j < d[i].numel(); ++j) {
        BOOST_TEST(std::abs(values(d[i])[j] - values(e[i])[j]) < 1e-4);
      }
    }
  }
  Norm norm(4);
  expect_error(
      [&] {
        batch_norm(x, norm.gamma, norm.beta, norm.mean, norm.variance,
                   {.shift = Variable(zeros({3}))});
      },
      "batch_norm: shift must be float32 [4], got float32 [3]");
}

// Known moments are taken as they are: mean 2 and variance 9 for the example that has 3 and 4.
BOOST_AUTO_TEST_CASE(known_moments_are_not_computed) {
  const Variable x = parameter(tensor({2, 1}, {1, 5}));
  Norm norm(1, 3, 10);
  const ChannelMoments known{tensor({1}, {2}), tensor({1}, {9})};
  const auto normalised = [&](const BatchNormOptions& options) {
    return batch_norm(x, norm.gamma, norm.beta, norm.mean, norm.variance, options);
  };
  const std::vector<float> y = values(normalised({.moments = known}));
  BOOST_TEST(y[0] == 9, boost::test_tools::tolerance(1e-5f));
  BOOST_TEST(y[1] == 13, boost::test_tools::tolerance(1e-5f));
  BOOST_TEST(norm.mean.item() == 0.2, boost::test_tools::tolerance(1e-6));
  BOOST_TEST(norm.variance.item() == 2.7, boost::test_tools::tolerance(1e-6));
  BOOST_TEST(values(normalised({.mode = BatchNormMode::batch_statistics, .moments = known})) == y);
  BOOST_TEST(norm.mean.item() == 0.2, boost::test_tools::tolerance(1e-6));
  const std::vector<float> z =
      values(normalised({.mode = BatchNormMode::evaluation, .moments = known}));
  BOOST_TEST(z[0] == 10 + 2.4f / std::sqrt(2.7f), boost::test_tools::tolerance(1e-5f));
  expect_error(
      [&] {
        normalised({.moments = {known.mean, zeros({2})}});
      },
      "batch_norm: moments.variance must be float32 [1], got float32 [2]");
}

// The true moments change nothing: values, running statistics and gradients.
BOOST_AUTO_TEST_CASE(known_moments_give_what_computed_ones_do) {
  const Variable x = parameter(random_normal({3, 5, 7, 4}, Random(1, "x"), 2, 3));
  const Variable shift = parameter(random_normal({4}, Random(2, "shift")));
  const Variable upstream(random_normal(x.shape(), Random(3, "dy")));
  ChannelMoments moments{zeros({4}), zeros({4})};
  cpu::batch_moments<float>(cpu::context(), {1, 3 * 5 * 7, 4}, x.value().data<float>(),
                            moments.mean.mutable_data<float>(),
                            moments.variance.mutable_data<float>(), {});
  const auto found = [&](const ChannelMoments& known) {
    Norm norm(4, 1.5, 0.5);
    const Variable y = batch_norm(x, norm.gamma, norm.beta, norm.mean, norm.variance,
                                  {.slope = 0.2, .shift = shift, .moments = known});
    auto all = gradients({y}, {x, norm.gamma, norm.beta, shift}, {upstream});
    all.insert(all.end(), {y, Variable(norm.mean), Variable(norm.variance)});
    return all;
  };
  const auto given = found(moments), computed = found({});
  for (std::size_t i = 0; i < given.size(); ++i)
    BOOST_TEST(values(given[i]) == values(computed[i]));
}

BOOST_AUTO_TEST_CASE(memory_that_nobody_else_holds_is_reused_while_nothing_is_recorded) {
  Norm norm(2);
  const auto into = [&](Variable x) {
    const void* memory = x.value().raw();
    const Variable y = batch_norm(std::move(x), norm.gamma, norm.beta, norm.mean, norm.variance);
    return std::pair(memory == y.value().raw(), values(y));
  };
  const Tensor x = tensor({2, 2}, {1, 2, 5, 8});
  const auto [recorded, expected] = into(Variable(x.clone()));
  const NoGrad guard;
  const auto [reused, same] = into(Variable(x.clone()));
  const auto [shared, also] = into(Variable(x));
  BOOST_TEST(!recorded);
  BOOST_TEST(reused);
  BOOST_TEST(!shared);
  BOOST_TEST(same == expected);
  BOOST_TEST(also == expected);
  BOOST_TEST(values(Variable(x)) == (std::vector<float>{1, 2, 5, 8}));
}

// Each image by itself: both become (-1, 1) although their levels differ.
BOOST_AUTO_TEST_CASE(instance_norm_worked_example) {
  const std::vector<float> y =
      values(instance_norm(Variable(tensor({2, 2, 1, 1}, {1, 5, 10, 12}))));
  for (const int i : {0, 2}) {
    BOOST_TEST(y[i] == -1, boost::test_tools::tolerance(1e-5f));
    BOOST_TEST(y[i + 1] == 1, boost::test_tools::tolerance(1e-5f));
  }
  BOOST_TEST(instance_norm(Variable(full({1, 1, 1, 1}, 7))).item() == 0);
}

// Values of mean 1000 and deviation 1: the mean of squares would lose the variance.
BOOST_AUTO_TEST_CASE(statistics_are_stable) {
  Variable x(random_normal({100'000, 3}, Random(1, "x")));
  for (float& v : x.value().mutable_span<float>()) v += 1000;
  Norm norm(3);
  const std::vector<float> y = values(norm(x));
  double mean = 0, squares = 0;
  for (std::size_t i = 0; i < y.size(); i += 3) {
    mean += y[i] / 1e5;
    squares += y[i] * y[i] / 1e5;
  }
  BOOST_TEST(std::abs(mean) < 1e-4);
  BOOST_TEST(std::abs(squares - 1) < 1e-4);
}

// The kernels against the composite definition, which the recorded gradient is made of.
BOOST_AUTO_TEST_CASE(fused_gradient_equals_the_composite) {
  const Variable x = parameter(random_normal({3, 5, 7, 9}, Random(1, "x"), 2, 3));
  Norm norm(9, 1.5, 0.5);
  const Variable upstream(random_normal(x.shape(), Random(2, "dy")));
  for (const auto mode : {BatchNormMode::training, BatchNormMode::evaluation}) {
    const std::vector<Variable> leaves = {x, norm.gamma, norm.beta};
    const Variable y = norm(x, mode);
    const auto fused = gradients({y}, leaves, {upstream}, {.retain_graph = true});
    const auto composed = gradients({y}, leaves, {upstream}, {.create_graph = true});
    for (std::size_t i = 0; i < leaves.size(); ++i) {
      for (Index j = 0; j < leaves[i].numel(); ++j) {
        BOOST_TEST(std::abs(values(fused[i])[j] - values(composed[i])[j]) < 1e-4);
      }
    }
  }
}

// The rectifier's gradient is told by beta, too.
BOOST_AUTO_TEST_CASE(a_changed_beta_is_named) {
  const Variable x = parameter(random_normal({4, 2}, Random(1, "x")));
  Norm norm(2);
  const Variable y = batch_norm(x, norm.gamma, norm.beta, norm.mean, norm.variance, {.slope = 0.2});
  fill(norm.beta.value(), 5);
  BOOST_CHECK_EXCEPTION(gradients({sum(y)}, {x}), std::logic_error, [](const auto& e) {
    return std::string(e.what()) == "beta of batch_norm changed since forward";
  });
}

// What a batch normalises does not depend on a shift.
BOOST_AUTO_TEST_CASE(a_shift_alone_has_zero_gradients_of_any_order) {
  const Variable x(random_normal({4, 2}, Random(1, "x"))), ones(full({2}, 1));
  const Variable shift = parameter(full({2}, 3));
  Tensor mean = zeros({2}), variance = full({2}, 1);
  for (const bool twice : {false, true}) {
    const Variable y = batch_norm(x, ones, ones, mean, variance, {.shift = shift});
    const auto found = gradients({sum(y)}, {shift}, {}, {.create_graph = twice});
    BOOST_TEST(values(found[0]) == (std::vector<float>{0, 0}));
  }
}

BOOST_AUTO_TEST_CASE(evaluation_keeps_the_statistics_it_used) {
  const Variable x = parameter(random_normal({4, 2}, Random(1, "x")));
  Norm norm(2);
  const Variable y = norm(x, BatchNormMode::evaluation);
  norm(x);
  const float expected = 1 / std::sqrt(1 + 1e-5f);
  BOOST_TEST(values(gradients({sum(y)}, {x})[0])[0] == expected,
             boost::test_tools::tolerance(1e-6f));
}

BOOST_AUTO_TEST_CASE(same_bits_for_any_number_of_threads) {
  const Variable x = parameter(random_normal({3, 37, 41, 35}, Random(1, "x")));
  Norm norm(35);
  expect_same_bits({x, norm.gamma, norm.beta}, [=]() mutable { return norm(x); });
  expect_same_bits({x}, [=] { return instance_norm(x); });
}

BOOST_AUTO_TEST_CASE(bad_input_is_explained) {
  Norm norm(3);
  expect_error(
      [&] {
        norm(Variable(zeros({1, 1, 1, 3})));
      },
      "batch_norm: training needs more than one value per channel, got x of shape "
      "[1, 1, 1, 3]");
  BOOST_TEST(values(norm(Variable(zeros({1, 3})), BatchNormMode::batch_statistics)) ==
             std::vector<float>(3, 0));
  expect_error(
      [&] {
        norm(Variable(zeros({2, 3, 3})));
      },
      "batch_norm: x must be [N, H, W, C] or [N, C], got [2, 3, 3]");
  expect_error(
      [&] {
        norm(Variable(zeros({2, 4})));
      },
      "batch_norm: gamma must be float32 [4], got float32 [3]");
  expect_error(
      [&] {
        norm(Variable(zeros({2, 3}, DType::float64)));
      },
      "batch_norm: gamma must be float64 [3], got float32 [3]");
  expect_error(
      [&] {
        instance_norm(Variable(zeros({2, 0, 1, 3})));
      },
      "instance_norm: x must be [N, H, W, C] with pixels, got [2, 0, 1, 3]");
}

BOOST_AUTO_TEST_SUITE_END()
