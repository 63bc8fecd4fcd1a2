#include "autograd/ops/max_pool2d.h"

#include <cmath>
#include <limits>

#include "tests/autograd/image_ops.h"

using namespace mien;
using namespace mien::testing;

BOOST_AUTO_TEST_SUITE(max_pool2d_op)

//  1 5 2
//  4 3 6     windows of two, rounded up: [1 5; 4 3], [2; 6], [7 8], [0]
//  7 8 0
BOOST_AUTO_TEST_CASE(worked_example) {
  const Variable x = parameter(tensor({1, 3, 3, 1}, {1, 5, 2, 4, 3, 6, 7, 8, 0}));
  BOOST_TEST(values(max_pool2d(x)) == (std::vector<float>{5}));
  const Variable y = max_pool2d(x, {.kernel = 2, .ceil_mode = true});
  BOOST_TEST(values(y) == (std::vector<float>{5, 6, 8, 0}));
  const Variable upstream(tensor({1, 2, 2, 1}, {10, 20, 30, 40}));
  BOOST_TEST(values(gradients({y}, {x}, {upstream})[0]) ==
             (std::vector<float>{0, 10, 0, 0, 0, 20, 0, 30, 40}));
}

// Windows of three, one apart: 9 is the largest of all four, and gets all four gradients.
BOOST_AUTO_TEST_CASE(overlapping_windows_add_up) {
  const Variable x =
      parameter(tensor({1, 4, 4, 1}, {0, 1, 2, 3, 4, 5, 6, 7, 8, 0, 9, 1, 0, 0, 0, 0}));
  const Variable y = max_pool2d(x, {.kernel = 3, .stride = 1});
  BOOST_TEST(values(y) == (std::vector<float>{9, 9, 9, 9}));
  BOOST_TEST(values(gradients({sum(y)}, {x})[0])[10] == 4);
}

BOOST_AUTO_TEST_CASE(padding_never_wins) {
  const Variable x(full({1, 2, 2, 1}, -5));
  const Variable y = max_pool2d(x, {.kernel = 3, .stride = 1, .padding = 1});
  BOOST_TEST(values(y) == std::vector<float>(4, -5));
}

BOOST_AUTO_TEST_CASE(the_first_of_equals_gets_the_gradient_and_nan_wins) {
  const Variable same = parameter(full({1, 2, 2, 1}, 3));
  BOOST_TEST(values(gradients({sum(max_pool2d(same))}, {same})[0]) ==
             (std::vector<float>{1, 0, 0, 0}));
  const float nan = std::numeric_limits<float>::quiet_NaN();
  for (const int at : {0, 1, 3}) {
    Variable x(tensor({1, 2, 2, 1}, {1, 2, 3, 4}));
    x.value().mutable_data<float>()[at] = nan;
    BOOST_TEST(std::isnan(max_pool2d(x).item()));
  }
}

// Where nobody walks back, nobody notes where the maxima were.
BOOST_AUTO_TEST_CASE(constants_are_pooled_alike) {
  const Tensor x = random_normal({2, 9, 7, 5}, Random(1, "x"));
  const Pool2dOptions options{.kernel = 3, .stride = 2, .padding = 1};
  BOOST_TEST(values(max_pool2d(Variable(x), options)) == values(max_pool2d(parameter(x), options)));
}

BOOST_AUTO_TEST_CASE(same_bits_for_any_number_of_threads) {
  const Variable x = parameter(random_normal({3, 17, 19, 33}, Random(1, "x")));
  expect_same_bits({x}, [=] { return max_pool2d(x, {.kernel = 3, .stride = 2, .padding = 1}); });
}

BOOST_AUTO_TEST_CASE(bad_input_is_explained) {
  const Variable x(zeros({1, 3, 3, 2}));
  expect_error(
      [&] {
        max_pool2d(Variable(zeros({3, 3, 2})));
      },
      "max_pool2d: x must be [N, H, W, C], got [3, 3, 2]");
  expect_error([&] { max_pool2d(x, {.kernel = 4}); },
               "max_pool2d: no window of 4 x 4 fits in [1, 3, 3, 2] with padding 0");
  expect_error(
      [&] {
        max_pool2d(Variable(zeros({1, 0, 4, 1})), {.kernel = 2, .padding = 1});
      },
      "max_pool2d: no window of 2 x 2 fits in [1, 0, 4, 1] with padding 1");
  expect_error([&] { max_pool2d(x, {.kernel = 3, .padding = 2}); },
               "max_pool2d: padding must be in [0, 1], half the kernel, got 2");
  expect_error(
      [&] {
        max_pool2d_gather(x, zeros({1, 1, 1, 2}));
      },
      "max_pool2d_gather: indices must be int32 [1, 1, 1, 2], got float32 [1, 1, 1, 2]");
  expect_error(
      [&] {
        max_pool2d_gather(x, full({1, 1, 1, 2}, 9, DType::int32));
      },
      "max_pool2d_gather: indices 0 to 9 do not fit the 3 x 3 image");
}

BOOST_AUTO_TEST_SUITE_END()
