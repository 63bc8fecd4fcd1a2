#include <boost/test/unit_test.hpp>
#include <cmath>

#include "layers/spatial_attention.h"

using namespace mien;

namespace {

void set(Module& layer, const std::string& name, double value) {
  for (const auto& entry : layer.parameters()) {
    if (entry.name != name) continue;
    Tensor values = entry.variable.value();
    fill(values, value);
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(spatial_attention)

// q = k = x = (0, 1), v = 2 values: the first pixel attends to both alike, the second by e^0 : e^1.
BOOST_AUTO_TEST_CASE(worked_example, *boost::unit_test::tolerance(1e-5f)) {
  SpatialAttention layer({.channels = 1});
  layer.initialize(1);
  for (const char* bias : {"query.bias", "key.bias", "value.bias"}) set(layer, bias, 0);
  set(layer, "query.weight", 1);
  set(layer, "key.weight", 1);
  set(layer, "value.weight", 2);
  set(layer, "gamma", 10);
  const Variable x(tensor({1, 1, 2, 1}, {0, 1})), values(tensor({1, 1, 2, 1}, {3, 5}));
  const Variable base(tensor({1, 1, 2, 1}, {7, 9}));
  const auto y = layer(x, values, base).value();
  const float e = std::exp(1.f);
  BOOST_TEST(y.span<float>()[0] == 10 * (6 + 10) / 2.f + 7);
  BOOST_TEST(y.span<float>()[1] == 10 * (6 + 10 * e) / (1 + e) + 9);
}

BOOST_AUTO_TEST_CASE(at_first_nothing_changes) {
  SpatialAttention layer({.channels = 8});
  layer.initialize(1);
  const Variable x(random_normal({2, 3, 2, 8}, Random(1, "x")));
  const auto y = layer(x).value();
  for (Index i = 0; i < x.numel(); ++i) {
    BOOST_REQUIRE(y.span<float>()[i] == x.value().span<float>()[i]);
  }
}

// Two images at once give what each gives alone.
BOOST_AUTO_TEST_CASE(images_do_not_mix) {
  SpatialAttention layer({.channels = 4, .reduction = 2});
  layer.initialize(1);
  set(layer, "gamma", 1);
  const Tensor x = random_normal({2, 3, 2, 4}, Random(1, "x"));
  const auto both = layer(Variable(x)).value(), second = layer(Variable(x.slice(1, 2))).value();
  for (Index i = 0; i < second.numel(); ++i) {
    BOOST_TEST(both.span<float>()[second.numel() + i] == second.span<float>()[i],
               boost::test_tools::tolerance(1e-5f));
  }
}

BOOST_AUTO_TEST_CASE(bad_input_is_refused) {
  BOOST_CHECK_THROW(SpatialAttention({.channels = 0}), std::invalid_argument);
  SpatialAttention layer({.channels = 2});
  BOOST_CHECK_THROW(layer(Variable(zeros({1, 2, 2, 3}))), std::invalid_argument);
  const Variable x(zeros({1, 2, 2, 2})), other(zeros({1, 2, 3, 2}));
  BOOST_CHECK_THROW(layer(x, other, x), std::invalid_argument);
  BOOST_CHECK_THROW(layer(x, x, other), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
