#include "autograd/ops/pad.h"

#include "tests/autograd/values.h"

using namespace mien;

namespace {
const Padding kPadding{.top = 1, .bottom = 0, .left = 2, .right = 1};
}

BOOST_AUTO_TEST_SUITE(pad_op)

// One image of 2 x 3 pixels, one channel.
BOOST_AUTO_TEST_CASE(worked_examples) {
  const Variable x = constant({1, 2, 3, 1}, {1, 2, 3,  //
                                             4, 5, 6});
  BOOST_TEST(pad(x, kPadding).shape() == (Shape{1, 3, 6, 1}));
  expect_values(pad(x, kPadding), {0, 0, 0, 0, 0, 0,  //
                                   0, 0, 1, 2, 3, 0,  //
                                   0, 0, 4, 5, 6, 0});
  expect_values(pad(x, kPadding, PadMode::reflect), {6, 5, 4, 5, 6, 5,  //
                                                     3, 2, 1, 2, 3, 2,  //
                                                     6, 5, 4, 5, 6, 5});
  expect_values(pad(x, kPadding, PadMode::replicate), {1, 1, 1, 2, 3, 3,  //
                                                       1, 1, 1, 2, 3, 3,  //
                                                       4, 4, 4, 5, 6, 6});
}

// Each pixel counts how often it is shown.
BOOST_AUTO_TEST_CASE(the_adjoint_adds_up) {
  const Variable dy(full({1, 3, 6, 1}, 1, DType::float64));
  expect_values(pad_backward(dy, kPadding), {1, 1, 1, 1, 1, 1});
  expect_values(pad_backward(dy, kPadding, PadMode::reflect), {1, 3, 2, 2, 6, 4});
  expect_values(pad_backward(dy, kPadding, PadMode::replicate), {6, 2, 4, 3, 1, 2});
}

BOOST_AUTO_TEST_CASE(channels_stay_together) {
  const Variable x = constant({1, 1, 2, 2}, {1, 2, 3, 4});
  expect_values(pad(x, {.left = 1}, PadMode::reflect), {3, 4, 1, 2, 3, 4});
}

BOOST_AUTO_TEST_CASE(bad_input) {
  const Variable x = constant({1, 2, 3, 1}, {1, 2, 3, 4, 5, 6});
  expect_refused([&] { pad(constant({1}, {1}), kPadding); }, "pad: x must be [N, H, W, C]");
  expect_refused([&] { pad(x, {.top = -1}); }, "must not be negative, got -1 and 0");
  expect_refused([&] { pad(x, {.bottom = 2}, PadMode::reflect); }, "cannot reflect 2 pixels of 2");
  expect_refused([&] { pad_backward(x, Padding::all(2)); }, "smaller than its padding");
}

BOOST_AUTO_TEST_SUITE_END()
