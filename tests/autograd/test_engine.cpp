#include <boost/test/unit_test.hpp>
#include <cmath>

#include "autograd/engine.h"
#include "autograd/from_op.h"
#include "autograd/grad_mode.h"
#include "autograd/layer_scope.h"
#include "autograd/nonfinite.h"
#include "autograd/ops/arithmetic.h"
#include "autograd/ops/concat_relu.h"
#include "autograd/ops/conv2d.h"
#include "autograd/ops/elementary.h"
#include "autograd/ops/leaky_relu.h"
#include "autograd/ops/matmul.h"
#include "autograd/ops/relu.h"
#include "autograd/ops/sigmoid.h"
#include "autograd/ops/softmax.h"
#include "autograd/ops/sum.h"

using namespace mien;

namespace {

Variable scalar(double value) { return parameter(full({}, value, DType::float64)); }

// An op whose gradient has the wrong shape.
Variable wrong_shape(const Variable& x) {
  return from_op("wrong_shape", x.value().clone(),
                 {{x, [](const Variable& dy) { return sum(dy); }}});
}

// An op whose gradient is a walk through a graph of its own.
Variable walks_within(const Variable& x) {
  return from_op("walks_within", x.value().clone(), {{x, [x = saved(x, "x")](const Variable& dy) {
                                                        const GradMode mode(true);
                                                        const Variable own = scalar(1);
                                                        gradients({own * own}, {own});
                                                        return dy.detach() * x().detach();
                                                      }}});
}

void expect_changed(const std::function<void()>& walk, const std::string& what) {
  BOOST_CHECK_EXCEPTION(walk(), std::logic_error, [&](const auto& e) {
    return std::string(e.what()) == what + " changed since forward";
  });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(engine)

// z = (x + y) x at x = 3, y = 4: dz/dx = 2x + y = 10, dz/dy = x = 3.
BOOST_AUTO_TEST_CASE(a_leaf_used_twice_gets_both_contributions) {
  const Variable x = scalar(3), y = scalar(4);
  backward((x + y) * x);
  BOOST_TEST(x.grad().item() == 10);
  BOOST_TEST(y.grad().item() == 3);
  backward((x + y) * x);
  BOOST_TEST(x.grad().item() == 20, "gradients add up until zero_grad");
}

// y = x^3 at x = 2: 12, then 12, then 6.
BOOST_AUTO_TEST_CASE(gradients_of_gradients) {
  const Variable x = scalar(2);
  const auto slope = [&](const Variable& y) {
    return gradients({y}, {x}, {}, {.create_graph = true})[0];
  };
  const Variable first = slope(x * x * x), second = slope(first), third = slope(second);
  BOOST_TEST(first.item() == 12);
  BOOST_TEST(second.item() == 12);
  BOOST_TEST(third.item() == 6);
}

BOOST_AUTO_TEST_CASE(nothing_is_recorded_without_need) {
  const Variable x = scalar(2), constant(full({}, 2, DType::float64));
  BOOST_TEST(!(constant * constant).requires_grad());
  BOOST_TEST(!(x.detach() * x.detach()).requires_grad());
  const NoGrad guard;
  BOOST_TEST(!(x * x).requires_grad());
}

BOOST_AUTO_TEST_CASE(only_paths_to_the_inputs_are_walked) {
  const Variable x = scalar(2), w = scalar(5);
  const Variable bad = wrong_shape(w);
  BOOST_TEST(gradients({x * bad}, {x})[0].item() == 5);
}

BOOST_AUTO_TEST_CASE(an_output_that_recorded_nothing_is_refused) {
  const Variable x = scalar(2);
  BOOST_CHECK_THROW(gradients({x.detach() * x.detach()}, {x}), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(an_unused_input_gets_zeros) {
  const Variable x = scalar(2), unused = parameter(zeros({2, 3}, DType::float64));
  const auto result = gradients({x * x}, {x, unused});
  BOOST_TEST(result[1].shape() == (Shape{2, 3}));
  BOOST_TEST(sum(result[1]).item() == 0);
}

BOOST_AUTO_TEST_CASE(a_walked_graph_says_so) {
  const Variable x = scalar(2), y = x * x;
  backward(y, {.retain_graph = true});
  backward(y);
  BOOST_CHECK_THROW(backward(y), std::logic_error);
}

BOOST_AUTO_TEST_CASE(a_changed_saved_tensor_is_named) {
  const Variable x = scalar(2), w = scalar(3);
  Variable y = x * w;
  w.detach().value().mutable_data<double>()[0] = 4;
  BOOST_CHECK_EXCEPTION(gradients({y}, {x}), std::logic_error, [](const auto& e) {
    return std::string(e.what()) == "b of multiply changed since forward";
  });
}

// Their gradients are made of their own results.
BOOST_AUTO_TEST_CASE(a_changed_output_is_named) {
  const Variable x = parameter(full({1, 2, 2, 1}, 0.5, DType::float64));
  const Variable filter(full({1, 1, 1, 1}, 1, DType::float64));
  const std::pair<const char*, Variable> results[] = {
      {"exp", exp(x)},
      {"sqrt", sqrt(x)},
      {"divide", 1 / x},
      {"sigmoid", sigmoid(x)},
      {"tanh", tanh(x)},
      {"relu", relu(x)},
      {"leaky_relu", leaky_relu(x, 0.2)},
      {"softmax", softmax(x)},
      {"log_softmax", log_softmax(x)},
      {"pow", pow(Variable(full({}, 2, DType::float64)), x)},
      {"concat_relu", concat_relu({x, x})},
      {"leaky_relu", conv2d(x, filter, Epilogue{.slope = 0.2}, {})}};
  for (const auto& [op, y] : results) {
    Tensor values = y.value();
    fill(values, 6);
    expect_changed([&] { gradients({sum(y)}, {x}); }, std::string("output of ") + op);
  }
}

BOOST_AUTO_TEST_CASE(a_changed_output_that_no_gradient_needs_is_not) {
  const Variable x = scalar(2), w = scalar(4), y = x / w;
  Tensor value = y.value();
  fill(value, 6);
  BOOST_TEST(gradients({y}, {x}, {}, {.retain_graph = true})[0].item() == 0.25);
  BOOST_CHECK_THROW(gradients({y}, {w}), std::logic_error);
}

BOOST_AUTO_TEST_CASE(a_walk_within_a_walk_leaves_the_name_of_the_op) {
  const Variable x = scalar(2), y = walks_within(x);
  x.detach().value().mutable_data<double>()[0] = 4;
  expect_changed([&] { gradients({y}, {x}); }, "x of walks_within");
  const auto outside = walking_op();
  backward(x * x);
  BOOST_TEST(walking_op() == outside);
}

BOOST_AUTO_TEST_CASE(leaves_keep_no_graphs) {
  const Variable x = scalar(2);
  BOOST_CHECK_EXCEPTION(
      backward(x * x, {.create_graph = true}), std::invalid_argument,
      [](const auto& e) { return std::string(e.what()).find("gradients") != std::string::npos; });
}

BOOST_AUTO_TEST_CASE(a_gradient_of_the_wrong_shape_is_refused) {
  const Variable x = parameter(zeros({3}, DType::float64));
  BOOST_CHECK_THROW(backward(sum(wrong_shape(x))), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(a_million_chained_ops_are_taken_down) {
  const Variable x = scalar(1);
  Variable y = x;
  for (int i = 0; i < 1'000'000; ++i) y = -y;
  backward(y, {.retain_graph = true});
  BOOST_TEST(x.grad().item() == 1);
  y = Variable();
}

BOOST_AUTO_TEST_CASE(the_first_non_finite_value_is_named) {
  const NonFiniteGuard guard;
  const Variable x = parameter(tensor({2}, {1, 0}, DType::float64));
  const LayerScope scope("srn.e1");
  BOOST_CHECK_EXCEPTION(divide(x, x), NonFiniteError, [](const auto& e) {
    return std::string(e.what()) == "divide in srn.e1: output has a NaN or infinity at [1] of [2]";
  });
}

BOOST_AUTO_TEST_CASE(numbers_beyond_float32_are_finite_in_float64) {
  BOOST_TEST(all_finite(full({1}, 1e300, DType::float64)));
  BOOST_TEST(!all_finite(tensor({2}, {0, INFINITY}, DType::float64)));
  BOOST_TEST(!all_finite(full({1}, NAN, DType::bfloat16)));
  BOOST_TEST(all_finite(full({1}, 7, DType::int32)));
}

BOOST_AUTO_TEST_SUITE_END()
