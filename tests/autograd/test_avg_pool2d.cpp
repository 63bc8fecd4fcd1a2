#include "autograd/ops/avg_pool2d.h"

#include "tests/autograd/image_ops.h"

using namespace mien;
using namespace mien::testing;

BOOST_AUTO_TEST_SUITE(avg_pool2d_op)

//  1 2 3
//  4 5 6     windows of two, rounded up: [1 2; 4 5], [3; 6], [7 8], [9]
//  7 8 9
BOOST_AUTO_TEST_CASE(worked_example) {
  const Variable x = parameter(tensor({1, 3, 3, 1}, {1, 2, 3, 4, 5, 6, 7, 8, 9}));
  const Variable y = avg_pool2d(x, {.kernel = 2, .ceil_mode = true});
  BOOST_TEST(values(y) == (std::vector<float>{3, 4.5, 7.5, 9}));
  const Variable upstream(tensor({1, 2, 2, 1}, {4, 2, 2, 1}));
  BOOST_TEST(values(gradients({y}, {x}, {upstream})[0]) ==
             (std::vector<float>{1, 1, 1, 1, 1, 1, 1, 1, 1}));
}

// With one pixel of padding a window of two sees one pixel at each corner.
BOOST_AUTO_TEST_CASE(padding_counts_or_not) {
  const Variable x(tensor({1, 2, 2, 1}, {4, 8, 12, 16}));
  BOOST_TEST(values(avg_pool2d(x, {.kernel = 2, .padding = 1})) ==
             (std::vector<float>{1, 2, 3, 4}));
  BOOST_TEST(values(avg_pool2d(x, {.kernel = 2, .padding = 1, .count_include_pad = false})) ==
             (std::vector<float>{4, 8, 12, 16}));
}

BOOST_AUTO_TEST_CASE(over_the_whole_image) {
  const Variable y = global_avg_pool(Variable(tensor({1, 2, 2, 2}, {1, 0, 2, 0, 3, 0, 6, 4})));
  BOOST_TEST(y.shape() == (Shape{1, 2}));
  BOOST_TEST(values(y) == (std::vector<float>{3, 1}));
  BOOST_TEST(global_avg_pool(Variable(zeros({0, 2, 2, 3}))).shape() == (Shape{0, 3}));
}

BOOST_AUTO_TEST_CASE(same_bits_for_any_number_of_threads) {
  const Variable x = parameter(random_normal({3, 17, 19, 33}, Random(1, "x")));
  expect_same_bits({x}, [=] { return avg_pool2d(x, {.kernel = 3, .stride = 2, .padding = 1}); });
}

BOOST_AUTO_TEST_CASE(bad_input_is_explained) {
  expect_error(
      [&] {
        avg_pool2d(Variable(zeros({3, 3})));
      },
      "avg_pool2d: x must be [N, H, W, C], got [3, 3]");
  expect_error(
      [&] {
        avg_pool2d(Variable(zeros({1, 3, 3, 2})), {.kernel = 0});
      },
      "avg_pool2d: kernel must be at least 1, got 0");
  expect_error(
      [&] {
        avg_pool2d(Variable(zeros({1, 4, 0, 1})), {.kernel = 2, .padding = 1});
      },
      "avg_pool2d: no window of 2 x 2 fits in [1, 4, 0, 1] with padding 1");
  expect_error(
      [&] {
        global_avg_pool(Variable(zeros({1, 0, 3, 2})));
      },
      "global_avg_pool: x must be [N, H, W, C] with pixels, got [1, 0, 3, 2]");
}

BOOST_AUTO_TEST_SUITE_END()
