#include <boost/test/unit_test.hpp>
#include <cmath>

#include "autograd/ops/sum.h"
#include "cpu/context.h"
#include "tensor/random.h"

using namespace mien;

BOOST_AUTO_TEST_SUITE(sum_op)

BOOST_AUTO_TEST_CASE(over_chosen_axes) {
  const Variable x(tensor({2, 3}, {1, 2, 3, 4, 5, 6}));
  BOOST_TEST(sum(x).item() == 21);
  const Variable columns = sum(x, {0});
  BOOST_TEST(columns.shape() == (Shape{3}));
  BOOST_TEST(columns.value().data<float>()[2] == 9);
  const Variable rows = mean(x, {-1}, true);
  BOOST_TEST(rows.shape() == (Shape{2, 1}));
  BOOST_TEST(rows.value().data<float>()[1] == 5);
  BOOST_CHECK_THROW(sum(x, {0, -2}), std::invalid_argument);
  BOOST_CHECK_THROW(sum(x, {2}), std::invalid_argument);
}

// Nothing is averaged where there are no results; a mean of nothing is refused.
BOOST_AUTO_TEST_CASE(means_of_empty_images) {
  BOOST_TEST(mean(Variable(zeros({0, 3})), {1}).shape() == (Shape{0}));
  BOOST_TEST(mean(Variable(zeros({0, 3})), {1}, true).shape() == (Shape{0, 1}));
  BOOST_CHECK_THROW(mean(Variable(zeros({0, 3})), {0}), std::invalid_argument);
  BOOST_CHECK_THROW(mean(Variable(zeros({0, 3}))), std::invalid_argument);
}

// Short rows are summed side by side, with a rest; long ones in several stretches of columns.
BOOST_AUTO_TEST_CASE(per_channel_for_any_number_of_channels) {
  for (Index C : {1, 2, 3, 5, 64, 127, 128, 129, 700}) {
    const Index rows = 1000 + C % 7;
    const Tensor x = random_uniform({rows, C}, Random(1, "x"), -1, 1);
    const Tensor y = sum(Variable(x), {0}).value();
    for (Index c = 0; c < C; ++c) {
      double expected = 0;
      for (Index r = 0; r < rows; ++r) expected += static_cast<double>(x.data<float>()[r * C + c]);
      BOOST_TEST(std::abs(static_cast<double>(y.data<float>()[c]) - expected) < 5e-5);
    }
  }
}

BOOST_AUTO_TEST_CASE(same_bits_for_any_number_of_threads) {
  const Variable x(random_normal({40'000, 7}, Random(1, "x")));
  const double once = sum(x).item();
  const float column = sum(x, {0}).value().data<float>()[3];
  const int threads = cpu::context().threads;
  for (int n : {1, 2, 3}) {
    cpu::set_threads(n);
    BOOST_TEST(sum(x).item() == once);
    BOOST_TEST(sum(x, {0}).value().data<float>()[3] == column);
  }
  cpu::set_threads(threads);
}

BOOST_AUTO_TEST_SUITE_END()
