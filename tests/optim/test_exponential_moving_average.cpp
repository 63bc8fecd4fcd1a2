#include <boost/test/unit_test.hpp>

#include "optim/exponential_moving_average.h"
#include "optim/sgd.h"
#include "tests/optim/weights.h"

using namespace mien;

BOOST_AUTO_TEST_SUITE(exponential_moving_average)

BOOST_AUTO_TEST_CASE(follows_the_weight) {
  const Variable w = scalar(8);
  ExponentialMovingAverage average({{"w", w}}, {.decay = 0.75, .warm_up = false});
  Sgd sgd({{"w", w}}, {.learning_rate = 1});
  sgd.step(gradient(8));
  average.update();
  BOOST_TEST(average.state().tensors.at("average/w").item() == 6);
  average.update();
  BOOST_TEST(average.state().tensors.at("average/w").item() == 4.5);
}

BOOST_AUTO_TEST_CASE(warm_up_forgets_the_start) {
  const Variable w = scalar(10);
  ExponentialMovingAverage average({{"w", w}});
  Sgd({{"w", w}}, {.learning_rate = 1}).step(gradient(10));
  average.update();  // d = 1 / 10, then 2 / 11
  BOOST_TEST(average.state().tensors.at("average/w").item() == 1.0);
  average.update();
  BOOST_TEST(average.state().tensors.at("average/w").item() == 2.0 / 11,
             boost::test_tools::tolerance(1e-14));
}

BOOST_AUTO_TEST_CASE(swapping_twice_restores_the_bits) {
  const auto weights = some_weights();
  ExponentialMovingAverage average(weights);
  Sgd sgd(weights);
  sgd.step(some_gradients(1));
  average.update();
  const Tensor value = weights[0].variable.value().clone();
  const Tensor mean = average.state().tensors.at("average/large").clone();
  average.swap();
  BOOST_TEST(same_bits(weights[0].variable.value(), mean));
  BOOST_CHECK_THROW(average.update(), std::logic_error);
  BOOST_CHECK_THROW(average.state(), std::logic_error);
  average.swap();
  BOOST_TEST(same_bits(weights[0].variable.value(), value));
}

BOOST_AUTO_TEST_CASE(a_restored_state_goes_on_bit_for_bit) {
  const auto weights = some_weights();
  ExponentialMovingAverage a(weights);
  Sgd sgd(weights);
  sgd.step(some_gradients(1));
  a.update();
  ExponentialMovingAverage b(weights);
  b.load_state(a.state());
  sgd.step(some_gradients(2));
  a.update();
  b.update();
  for (const auto& [name, tensor] : a.state().tensors) {
    BOOST_TEST(same_bits(tensor, b.state().tensors.at(name)), name);
  }
  OptimizerState state = a.state();
  state.tensors["average/small"] = zeros({8});
  BOOST_CHECK_THROW(b.load_state(state), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
