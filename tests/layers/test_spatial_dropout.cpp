#include <boost/test/unit_test.hpp>

#include "layers/dropout.h"

using namespace mien;

BOOST_AUTO_TEST_SUITE(spatial_dropout)

// Of each image, a channel is 0 everywhere or 1 / (1 - 0.25) everywhere; a quarter of them are 0.
BOOST_AUTO_TEST_CASE(channels_fall_as_a_whole) {
  SpatialDropout layer({.probability = 0.25});
  const Variable ones(full({50, 2, 3, 40}, 1));
  const RandomStep step(1, 0);
  const Tensor y = layer(ones).value();
  Index dropped = 0;
  for (Index n = 0; n < 50; ++n) {
    for (Index c = 0; c < 40; ++c) {
      const float first = y.span<float>()[n * 240 + c];
      BOOST_REQUIRE((first == 0 || std::abs(first - 4 / 3.f) < 1e-6f));
      for (Index pixel = 1; pixel < 6; ++pixel) {
        BOOST_REQUIRE(y.span<float>()[n * 240 + pixel * 40 + c] == first);
      }
      dropped += first == 0;
    }
  }
  BOOST_TEST(std::abs(static_cast<double>(dropped) / 2000 - 0.25) < 0.03);
}

// Layers read the step's number where it was brought.
BOOST_AUTO_TEST_CASE(a_step_may_have_its_number_in_a_tensor) {
  SpatialDropout layer({.probability = 0.5});
  const Variable ones(full({2, 1, 1, 40}, 1));
  const Tensor number = zeros({1}, DType::int64);
  const auto drawn = [&](std::uint64_t step, const Tensor& place) {
    const RandomStep scope(1, step, place);
    const Tensor y = layer(ones).value();
    return std::vector<float>(y.span<float>().begin(), y.span<float>().end());
  };
  BOOST_TEST(drawn(3, number) == drawn(3, {}), boost::test_tools::per_element());
  BOOST_TEST(number.span<std::int64_t>()[0] == 3);
  BOOST_TEST((drawn(4, number) != drawn(3, number)));
}

BOOST_AUTO_TEST_CASE(evaluation_changes_nothing) {
  SpatialDropout layer({.probability = 0.5});
  layer.eval();
  const Variable x(full({1, 2, 2, 3}, 7));
  BOOST_TEST(layer(x).value().span<float>()[0] == 7);
  BOOST_CHECK_THROW(SpatialDropout({.probability = 1}), std::invalid_argument);
  layer.train();
  BOOST_CHECK_THROW(layer(Variable(zeros({2, 2}))), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
