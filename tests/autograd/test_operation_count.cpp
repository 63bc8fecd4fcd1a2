#include "autograd/operation_count.h"

#include <boost/test/unit_test.hpp>

#include "autograd/engine.h"
#include "autograd/ops/conv2d.h"
#include "autograd/ops/matmul.h"

using namespace mien;

BOOST_AUTO_TEST_SUITE(operation_count)

// A [2, 3] by a [3, 4] matrix: 8 dot products of 3 multiplications and 3 additions.
BOOST_AUTO_TEST_CASE(matrix_products) {
  const OperationCount count;
  matmul(Variable(zeros({2, 3})), Variable(zeros({3, 4})));
  BOOST_TEST(count.operations() == 2 * 2 * 3 * 4);
}

// Outputs of 4x4x5 per image, each from 3x3x2 values; a transposed one spreads each of its inputs.
BOOST_AUTO_TEST_CASE(convolutions) {
  const Variable x(zeros({2, 4, 4, 2})), weight(zeros({5, 3, 3, 2}));
  const OperationCount count;
  conv2d(x, weight, {.padding = Padding::all(1)});
  BOOST_TEST(count.operations() == 2 * (2 * 4 * 4 * 5) * (3 * 3 * 2));
  conv_transpose2d(Variable(zeros({2, 4, 4, 5})), weight, {.stride = {2, 2}});
  BOOST_TEST(count.operations() == 2 * 2 * (2 * 4 * 4 * 5) * (3 * 3 * 2));
}

BOOST_AUTO_TEST_CASE(each_gradient_costs_as_much_as_the_forward_pass) {
  const Variable x = parameter(zeros({1, 2, 2, 1})), weight = parameter(zeros({1, 2, 2, 1}));
  const OperationCount count;
  const Variable y = conv2d(x, weight, Conv2dOptions{});
  const double forward = count.operations();
  gradients({y}, {x}, {y}, {.retain_graph = true});
  BOOST_TEST(count.operations() == 2 * forward);
  gradients({y}, {x, weight}, {y});
  BOOST_TEST(count.operations() == 4 * forward);
}

BOOST_AUTO_TEST_CASE(an_outer_count_includes_an_inner_one) {
  const OperationCount outer;
  {
    const OperationCount inner;
    OperationCount::add(5);
    BOOST_TEST(inner.operations() == 5);
  }
  OperationCount::add(2);
  BOOST_TEST(outer.operations() == 7);
}

BOOST_AUTO_TEST_SUITE_END()
