#include <boost/test/unit_test.hpp>

#include "autograd/ops/conv2d.h"
#include "tensor/random.h"

using namespace mien;

namespace {

Variable constant(const Shape& shape, const std::vector<double>& values) {
  return Variable(tensor(shape, values));
}

void check_values(const Variable& y, const Shape& shape, const std::vector<float>& expected) {
  BOOST_TEST(y.shape() == shape);
  BOOST_TEST(y.value().span<float>() == expected, boost::test_tools::per_element());
}

template <class F>
void check_error(F&& f, const std::string& message) {
  BOOST_CHECK_EXCEPTION(f(), std::invalid_argument, [&](const std::exception& e) {
    BOOST_TEST_MESSAGE(e.what());
    return std::string(e.what()).find(message) != std::string::npos;
  });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(conv2d_op)

// 1 2 3      1  0
// 4 5 6  and 0 -1: each output is a pixel minus its lower right neighbour.
// 7 8 9
BOOST_AUTO_TEST_CASE(worked_example) {
  const Variable x = constant({1, 3, 3, 1}, {1, 2, 3, 4, 5, 6, 7, 8, 9});
  const Variable weight = constant({1, 2, 2, 1}, {1, 0, 0, -1});
  check_values(conv2d(x, weight), {1, 2, 2, 1}, {-4, -4, -4, -4});
  check_values(conv2d(x, weight, constant({1}, {10})), {1, 2, 2, 1}, {6, 6, 6, 6});
  check_values(conv2d(x, weight, {.padding = {.top = 1, .left = 1}}), {1, 3, 3, 1},
               {-1, -2, -3, -4, -4, -4, -7, -4, -4});
  check_values(conv2d(x, weight, {.stride = {2, 2}, .padding = {.bottom = 1, .right = 1}}),
               {1, 2, 2, 1}, {-4, 3, 7, 9});
  check_values(conv2d(x, weight, {.dilation = {2, 2}}), {1, 1, 1, 1}, {-8});
}

BOOST_AUTO_TEST_CASE(groups_see_their_own_channels) {
  const Variable x = constant({1, 1, 1, 4}, {1, 2, 3, 4});
  const Variable weight = constant({2, 1, 1, 2}, {1, 10, 1, 10});
  check_values(conv2d(x, weight, {.groups = 2}), {1, 1, 1, 2}, {21, 43});
}

// Each input pixel paints the filter, two apart; the output padding adds a row and a column.
BOOST_AUTO_TEST_CASE(transposed_worked_example) {
  const Variable x = constant({1, 1, 2, 1}, {1, 10});
  const Variable weight = constant({1, 2, 3, 1}, {1, 2, 3, 4, 5, 6});
  check_values(conv_transpose2d(x, weight, {.stride = {2, 2}}), {1, 2, 5, 1},
               {1, 2, 13, 20, 30, 4, 5, 46, 50, 60});
  check_values(
      conv_transpose2d(x, weight, constant({1}, {100}),
                       {.stride = {2, 2}, .padding = {.left = 2}, .output_padding = {1, 0}}),
      {1, 3, 3, 1}, {113, 120, 130, 146, 150, 160, 100, 100, 100});
}

BOOST_AUTO_TEST_CASE(a_transposed_convolution_is_the_adjoint) {
  const Random random(1, "adjoint");
  const Conv2dOptions o{.stride = {2, 2}, .padding = Padding::all(1)};
  const Variable x(random_normal({2, 8, 6, 3}, random));
  const Variable weight(random_normal({5, 4, 4, 3}, random.at(1)));
  const Variable y = conv2d(x, weight, o);
  const Variable dy(random_normal(y.shape(), random.at(2)));
  const Variable dx = conv_transpose2d(dy, weight, {.stride = o.stride, .padding = o.padding});
  const auto inner = [](const Variable& a, const Variable& b) {
    double sum = 0;
    for (Index i = 0; i < a.numel(); ++i) {
      sum += double{a.value().data<float>()[i]} * b.value().data<float>()[i];
    }
    return sum;
  };
  BOOST_TEST(inner(y, dy) == inner(x, dx), boost::test_tools::tolerance(1e-5));
}

BOOST_AUTO_TEST_CASE(says_what_is_wrong) {
  const Variable x(zeros({1, 4, 5, 6})), weight(zeros({8, 3, 3, 6}));
  check_error([&] { conv2d(x, Variable(zeros({8, 3, 3, 5}))); }, "weight must be [out, kH, kW, 6]");
  check_error([&] { conv2d(Variable(zeros({4, 5, 6})), weight); }, "got [4, 5, 6]");
  check_error([&] { conv2d(Variable(zeros({0, 4, 5, 6})), weight); }, "non-empty [N, H, W, C]");
  check_error([&] { conv2d(x, Variable(zeros({8, 0, 3, 6}))); }, "weight must be a non-empty");
  check_error([&] { conv2d(x, weight, {.groups = 4}); }, "4 groups do not divide 6 input");
  check_error([&] { conv2d(x, weight, {.stride = {0, 1}}); }, "stride must be at least 1, got 0");
  check_error([&] { conv2d(x, weight, {.dilation = {1, 0}}); }, "dilation must be at least 1");
  check_error([&] { conv2d(x, weight, {.padding = {.left = -1}}); }, "must not be negative");
  check_error(
      [&] {
        conv2d(x, weight, {.dilation = {2, 1}});
      },
      "the filter spans 5 rows, but the padded input [1, 4, 5, 6] has 4");
  check_error([&] { conv2d(x, weight, Variable(zeros({6}))); }, "bias must be [8], got [6]");
  check_error([&] { conv2d(x, Variable(zeros({8, 3, 3, 6}, DType::float64))); }, "dtypes differ");
  check_error(
      [&] {
        conv2d_input_gradient(x, weight, {1, 6, 7, 6});
      },
      "dy must be [1, 4, 5, 8], got [1, 4, 5, 6]");
  check_error([&] { conv2d_weight_gradient(x, x, {8, 3, 3, 6}); }, "dy must be [1, 2, 3, 8]");
}

BOOST_AUTO_TEST_CASE(transposed_says_what_is_wrong) {
  const Variable x(zeros({1, 4, 5, 8})), weight(zeros({8, 3, 3, 6}));
  check_error(
      [&] {
        conv_transpose2d(x, Variable(zeros({6, 3, 3, 8})));
      },
      "weight must be a non-empty [8, kH, kW, out / groups], got [6, 3, 3, 8]");
  check_error(
      [&] {
        conv_transpose2d(x, weight, {.stride = {2, 1}, .output_padding = {2, 0}});
      },
      "output_padding must be less than the stride 2, got 2");
  check_error([&] { conv_transpose2d(x, weight, {.padding = Padding::all(3)}); },
              "padding leaves no rows");
}

BOOST_AUTO_TEST_SUITE_END()
