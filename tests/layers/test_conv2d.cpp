#include "layers/conv2d.h"

#include <boost/test/unit_test.hpp>

#include "autograd/engine.h"
#include "autograd/ops/arithmetic.h"
#include "autograd/ops/leaky_relu.h"
#include "layers/batch_norm2d.h"
#include "layers/conv_transpose2d.h"

using namespace mien;

namespace {

std::vector<float> values(const Variable& x) {
  const auto span = x.value().span<float>();
  return {span.begin(), span.end()};
}

void expect_close(const Variable& a, const Variable& b) {
  BOOST_REQUIRE_EQUAL(a.shape(), b.shape());
  const auto u = values(a), v = values(b);
  for (std::size_t i = 0; i < u.size(); ++i) BOOST_TEST(std::abs(u[i] - v[i]) < 1e-4);
}

// A layer and its norm, which has seen another batch: its running statistics are not those it
// starts with.
template <class Layer>
void check_behind(Layer& layer) {
  BatchNorm2d fused({.channels = 5, .slope = 0.2}), apart({.channels = 5, .slope = 0.2});
  layer.initialize(1);
  fused.initialize(2);
  apart.initialize(2);
  const Variable x = parameter(random_normal({2, 6, 6, 3}, Random(3, "x")));
  for (const bool training : {true, false}) {
    fused.train(training);
    apart.train(training);
    const Variable y = fused.behind(layer, x), expected = apart(layer(x));
    expect_close(y, expected);
    const Variable upstream(random_normal(y.shape(), Random(4, "dy")));
    const auto d = gradients({y}, {x, layer.bias()}, {upstream});
    const auto e = gradients({expected}, {x, layer.bias()}, {upstream});
    for (int i : {0, 1}) expect_close(d[i], e[i]);
  }
  for (std::size_t i = 0; i < fused.state().size(); ++i) {
    expect_close(Variable(fused.state()[i].tensor), Variable(apart.state()[i].tensor));
  }
}

// Stands for a convolution: notes whether it is asked for moments, and gives some.
struct Source {
  mutable bool asked = false;

  Variable bias() const { return {}; }
  Variable sums(const Variable& x, ChannelMoments* moments) const {
    asked = moments != nullptr;
    if (moments) *moments = {tensor({2}, {1, 2}), tensor({2}, {4, 9})};
    return x;
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(conv2d_layer)

// (x - mean) / deviation of the moments that the source tells, where those of the batch are used.
BOOST_AUTO_TEST_CASE(a_norm_takes_the_moments_that_the_convolution_found) {
  const Source source;
  const Variable x(tensor({2, 1, 1, 2}, {3, 2, -1, 8}));
  for (const bool always : {false, true}) {
    BatchNorm2d norm({.channels = 2, .epsilon = 1e-12, .always_batch_statistics = always});
    norm.initialize(1);
    BOOST_TEST(values(norm.behind(source, x)) == (std::vector<float>{1, 0, -1, 2}),
               boost::test_tools::tolerance(1e-6f) << boost::test_tools::per_element());
    BOOST_TEST(source.asked);
    norm.train(false);
    norm.behind(source, x);
    BOOST_TEST(source.asked == always);
  }
}

BOOST_AUTO_TEST_CASE(a_norm_behind_it_adds_the_bias) {
  Conv2d conv({.in_channels = 3, .out_channels = 5, .kernel = 3, .padding = 1});
  check_behind(conv);
  Conv2d enlarging({.in_channels = 3, .out_channels = 5, .kernel = 3, .padding = 1, .upsample = 2});
  check_behind(enlarging);
  ConvTranspose2d transposed(
      {.in_channels = 3, .out_channels = 5, .kernel = 4, .stride = 2, .padding = 1});
  check_behind(transposed);
}

BOOST_AUTO_TEST_CASE(a_residual_is_added_before_the_rectifier) {
  for (const Index upsample : {1, 2}) {
    Conv2d::Options o{
        .in_channels = 3, .out_channels = 4, .kernel = 3, .padding = 1, .upsample = upsample};
    Conv2d plain(o);
    o.slope = 0.2;
    Conv2d rectified(o);
    plain.initialize(1);
    rectified.initialize(1);
    const Variable x(random_normal({2, 5, 6, 3}, Random(2, "x")));
    const Variable residual(
        random_normal({2, 5 * upsample, 6 * upsample, 4}, Random(3, "residual")));
    expect_close(rectified(x), leaky_relu(plain(x), 0.2));
    expect_close(plain.plus(residual, x), residual + plain(x));
    expect_close(rectified.plus(residual, x), leaky_relu(residual + plain(x), 0.2));
  }
}

BOOST_AUTO_TEST_CASE(a_negative_slope_is_refused) {
  BOOST_CHECK_EXCEPTION(Conv2d({.in_channels = 1, .out_channels = 1, .slope = -1}),
                        std::invalid_argument, [](const std::invalid_argument& e) {
                          return std::string(e.what()).find("slope must not be negative") !=
                                 std::string::npos;
                        });
}

BOOST_AUTO_TEST_SUITE_END()
