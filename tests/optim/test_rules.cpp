#include <boost/test/unit_test.hpp>
#include <cmath>

#include "optim/adamw.h"
#include "optim/rmsprop.h"
#include "optim/sgd.h"
#include "tests/optim/weights.h"

using namespace mien;

// Two steps of each rule on one weight, by hand: w = 1, gradients 2 and -1.
namespace {

const auto near = boost::test_tools::tolerance(1e-14);

struct Weight {
  Variable variable = scalar(1);
  std::vector<NamedParameter> list() const { return {{"w", variable}}; }
  double after(Optimizer& optimizer, double g) const {
    optimizer.step(gradient(g));
    return variable.item();
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(rules)

BOOST_AUTO_TEST_CASE(sgd) {
  const Weight w;
  Sgd optimizer(w.list(), {.learning_rate = 0.1, .weight_decay = 0.5});
  BOOST_TEST(w.after(optimizer, 2) == 1 - 0.1 * 2.5, near);
  BOOST_TEST(w.after(optimizer, -1) == 0.75 - 0.1 * (-1 + 0.5 * 0.75), near);
}

BOOST_AUTO_TEST_CASE(sgd_with_momentum) {
  const Weight w;
  Sgd optimizer(w.list(), {.learning_rate = 0.1, .momentum = 0.5});
  BOOST_TEST(w.after(optimizer, 2) == 0.8, near);
  BOOST_TEST(w.after(optimizer, -1) == 0.8, near);  // v = 0.5 * 2 - 1 = 0
}

BOOST_AUTO_TEST_CASE(sgd_with_nesterov_momentum) {
  const Weight w;
  Sgd optimizer(w.list(), {.learning_rate = 0.1, .momentum = 0.5, .nesterov = true});
  BOOST_TEST(w.after(optimizer, 2) == 1 - 0.1 * (2 + 0.5 * 2), near);
  BOOST_TEST(w.after(optimizer, -1) == 0.7 - 0.1 * (-1 + 0.5 * 0), near);
}

BOOST_AUTO_TEST_CASE(rmsprop_as_in_the_papers_code) {
  const Weight w;
  RmsProp optimizer(w.list(), {.learning_rate = 0.5, .epsilon = 0.01});
  const double m1 = 0.1 * 4, m2 = 0.9 * m1 + 0.1;
  const double w1 = 1 - 0.01 * 2 / (std::sqrt(m1) + 0.01);
  BOOST_TEST(w.after(optimizer, 2) == w1, near);
  BOOST_TEST(w.after(optimizer, -1) == w1 + 0.01 / (std::sqrt(m2) + 0.01), near);
}

BOOST_AUTO_TEST_CASE(rmsprop_as_written) {
  const Weight w;
  RmsProp::Options options = RmsProp::as_written(0.5);
  options.epsilon = 0.04;
  RmsProp optimizer(w.list(), options);
  const double m1 = 0.99 * 4, m2 = 0.01 * m1 + 0.99;
  const double w1 = 1 - 0.5 * 2 / std::sqrt(m1 + 0.04);
  BOOST_TEST(w.after(optimizer, 2) == w1, near);
  BOOST_TEST(w.after(optimizer, -1) == w1 + 0.5 / std::sqrt(m2 + 0.04), near);
}

BOOST_AUTO_TEST_CASE(rmsprop_warms_up_by_calls) {
  const Weight w;
  RmsProp optimizer(w.list(), {.learning_rate = 1});
  std::vector<double> rates;
  const Tensor shut = zeros({1});
  for (int call = 0; call < 102; ++call) {
    rates.push_back(optimizer.effective_learning_rate());
    optimizer.step(gradient(1), call % 2 ? &shut : nullptr);
  }
  BOOST_TEST(rates[0] == 1.0 / 50);
  BOOST_TEST(rates[49] == 1.0 / 50);
  BOOST_TEST(rates[50] == 1.0 / 5);
  BOOST_TEST(rates[99] == 1.0 / 5);
  BOOST_TEST(rates[100] == 1.0);
}

// Whatever the gradient, the first step of Adam is about the learning rate.
BOOST_AUTO_TEST_CASE(adam) {
  const Weight w;
  Adam optimizer(w.list(), {.learning_rate = 0.1, .beta1 = 0.5, .beta2 = 0.75, .epsilon = 0.01});
  BOOST_TEST(w.after(optimizer, 2) == 1 - 0.1 * 2 / (2 + 0.01), near);
  const double m = 0.5 * 1 - 0.5, v = 0.75 * 1 + 0.25;  // after 1 and 1: m = 0
  BOOST_TEST(m == 0);
  BOOST_TEST(v == 1);
  BOOST_TEST(w.after(optimizer, -1) == 1 - 0.1 * 2 / (2 + 0.01), near);
  const double w3 = w.after(optimizer, 4);  // m = 2, v = 0.75 + 4, t = 3
  const double step = 0.1 * (2 / (1 - 0.125)) / (std::sqrt(4.75 / (1 - 0.421875)) + 0.01);
  BOOST_TEST(w3 == 1 - 0.1 * 2 / (2 + 0.01) - step, near);
}

// The correction follows the updates, not the calls: the second call here is the first update.
BOOST_AUTO_TEST_CASE(adam_corrects_for_updates_alone) {
  const Weight w;
  const Tensor shut = zeros({1}), open = full({1}, 1);
  Adam optimizer(w.list(), {.learning_rate = 0.1, .beta1 = 0.5, .beta2 = 0.75, .epsilon = 0.01});
  const std::vector<double> constants = static_cast<Optimizer&>(optimizer).step_constants();
  optimizer.step(gradient(-7), &shut);
  BOOST_TEST(w.variable.item() == 1);
  optimizer.step(gradient(2), &open);
  BOOST_TEST(w.variable.item() == 1 - 0.1 * 2 / (2 + 0.01), near);
  optimizer.step(gradient(3), &shut);
  BOOST_TEST(w.after(optimizer, -1) == 1 - 0.1 * 2 / (2 + 0.01), near);  // as in the test above
  BOOST_TEST(static_cast<Optimizer&>(optimizer).step_constants() == constants,
             boost::test_tools::per_element());
  BOOST_TEST(optimizer.state().counters.at("updates") == 2);
}

BOOST_AUTO_TEST_CASE(adam_adds_weight_decay_to_the_gradient) {
  const Weight w;
  Adam optimizer(w.list(), {.learning_rate = 0.1, .epsilon = 0.5, .weight_decay = 2});
  BOOST_TEST(w.after(optimizer, 2) == 1 - 0.1 * 4 / (4 + 0.5), near);
}

BOOST_AUTO_TEST_CASE(adamw_shrinks_the_weight) {
  const Weight w;
  AdamW optimizer(w.list(), {.learning_rate = 0.1, .epsilon = 0.5, .weight_decay = 2});
  BOOST_TEST(w.after(optimizer, 2) == 0.8 - 0.1 * 2 / (2 + 0.5), near);
}

BOOST_AUTO_TEST_CASE(options_out_of_range_are_refused) {
  const Weight w;
  BOOST_CHECK_THROW(Sgd(w.list(), {.learning_rate = -1}), std::invalid_argument);
  BOOST_CHECK_THROW(Sgd(w.list(), {.momentum = 1}), std::invalid_argument);
  BOOST_CHECK_THROW(Sgd(w.list(), {.nesterov = true}), std::invalid_argument);
  BOOST_CHECK_THROW(RmsProp(w.list(), {.decay = 1}), std::invalid_argument);
  BOOST_CHECK_THROW(RmsProp(w.list(), {.epsilon = 0}), std::invalid_argument);
  BOOST_CHECK_THROW(Adam(w.list(), {.beta1 = 1}), std::invalid_argument);
  BOOST_CHECK_THROW(AdamW(w.list(), {.weight_decay = -1}), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
