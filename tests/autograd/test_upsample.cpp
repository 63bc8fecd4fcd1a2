#include "autograd/ops/upsample.h"

#include "tests/autograd/image_ops.h"

using namespace mien;
using namespace mien::testing;

BOOST_AUTO_TEST_SUITE(upsample_op)

BOOST_AUTO_TEST_CASE(nearest_repeats_pixels) {
  const Variable x = parameter(tensor({1, 1, 2, 1}, {3, 7}));
  const Variable y = upsample_nearest(x, 2);
  BOOST_TEST(values(y) == (std::vector<float>{3, 3, 7, 7, 3, 3, 7, 7}));
  const Variable upstream(tensor({1, 2, 4, 1}, {1, 2, 3, 4, 5, 6, 7, 8}));
  BOOST_TEST(values(gradients({y}, {x}, {upstream})[0]) == (std::vector<float>{14, 22}));
}

// Two pixels to four: read at -0.25 (cut to 0), 0.25, 0.75, 1.25; corners aligned at 0, 1/3,
// 2/3, 1.
BOOST_AUTO_TEST_CASE(bilinear_worked_example) {
  const Variable x = parameter(tensor({1, 1, 2, 1}, {0, 12}));
  const Variable y = upsample_bilinear(x, {1, 4});
  BOOST_TEST(values(y) == (std::vector<float>{0, 3, 9, 12}));
  BOOST_TEST(values(upsample_bilinear(x, {1, 4}, true)) == (std::vector<float>{0, 4, 8, 12}));
  BOOST_TEST(values(gradients({sum(y)}, {x})[0]) == (std::vector<float>{2, 2}));
}

BOOST_AUTO_TEST_CASE(same_bits_for_any_number_of_threads) {
  const Variable x = parameter(random_normal({3, 13, 11, 33}, Random(1, "x")));
  expect_same_bits({x}, [=] { return upsample_nearest(x, 2); });
  expect_same_bits({x}, [=] { return upsample_bilinear(x, {31, 29}); });
}

BOOST_AUTO_TEST_CASE(bad_input_is_explained) {
  const Variable x(zeros({1, 3, 3, 2}));
  expect_error([&] { upsample_nearest(x, 0); },
               "upsample_nearest: factor must be at least 1, got 0");
  expect_error(
      [&] {
        upsample_bilinear(x, {0, 4});
      },
      "upsample_bilinear: size must be at least 1 x 1, got 0 x 4");
  expect_error(
      [&] {
        upsample_bilinear(Variable(zeros({3})), {4, 4});
      },
      "upsample_bilinear: x must be [N, H, W, C] with pixels, got [3]");
}

BOOST_AUTO_TEST_SUITE_END()
