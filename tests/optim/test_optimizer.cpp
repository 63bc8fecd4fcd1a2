#include <boost/test/unit_test.hpp>
#include <functional>
#include <memory>

#include "autograd/engine.h"
#include "autograd/ops/arithmetic.h"
#include "cpu/context.h"
#include "optim/adamw.h"
#include "optim/rmsprop.h"
#include "optim/sgd.h"
#include "tests/optim/weights.h"

using namespace mien;

namespace {

using Make = std::function<std::unique_ptr<Optimizer>(std::vector<NamedParameter>)>;

const std::map<std::string, Make>& rules() {
  static const std::map<std::string, Make> all = {
      {"sgd", [](auto w) { return std::make_unique<Sgd>(w); }},
      {"momentum", [](auto w) { return std::make_unique<Sgd>(w, Sgd::Options{.momentum = 0.9}); }},
      {"rmsprop", [](auto w) { return std::make_unique<RmsProp>(w); }},
      {"adam", [](auto w) { return std::make_unique<Adam>(w); }},
      {"adamw", [](auto w) { return std::make_unique<AdamW>(w); }},
  };
  return all;
}

OptimizerState cloned(OptimizerState state) {
  for (auto& [name, tensor] : state.tensors) tensor = tensor.clone();
  return state;
}

auto message(const std::string& text) {
  return [text](const std::invalid_argument& e) {
    BOOST_TEST(e.what() == text);
    return e.what() == text;
  };
}

}  // namespace

BOOST_AUTO_TEST_SUITE(optimizer)

BOOST_AUTO_TEST_CASE(reads_what_backward_added_up) {
  const Variable w = scalar(3);
  Sgd sgd({{"w", w}}, {.learning_rate = 0.5});
  backward(w * w);
  sgd.step();
  BOOST_TEST(w.item() == 0);
  sgd.zero_grad();
  BOOST_CHECK_EXCEPTION(sgd.step(), std::invalid_argument,
                        message("optimizer: parameter w has no gradient; does the loss depend on "
                                "it, and was backward called?"));
}

BOOST_AUTO_TEST_CASE(a_step_is_noticed_by_what_saved_the_weight) {
  const Variable w = scalar(3), y = w * w;
  Sgd sgd({{"w", w}});
  sgd.step(gradient(1));
  BOOST_CHECK_THROW(backward(y), std::logic_error);
}

BOOST_AUTO_TEST_CASE(a_shut_gate_leaves_weights_and_state) {
  const Tensor shut = zeros({1}), open = full({1}, 1);
  for (const auto& [name, make] : rules()) {
    const auto skipping = some_weights(), plain = some_weights();
    const auto a = make(skipping), b = make(plain);
    a->step(some_gradients(0));
    b->step(some_gradients(0));
    a->step(some_gradients(1), &shut);
    BOOST_TEST(same_weights(skipping, plain), name);
    for (const auto& [slot, tensor] : b->state().tensors) {
      BOOST_TEST(same_bits(tensor, a->state().tensors.at(slot)), name << " " << slot);
    }
    BOOST_TEST(a->state().counters.at("calls") == 2);
    BOOST_TEST(a->state().counters.at("updates") == 1);
    a->step(some_gradients(2), &open);
    b->step(some_gradients(2));
    BOOST_TEST(same_weights(skipping, plain), name);
  }
}

BOOST_AUTO_TEST_CASE(a_restored_state_goes_on_bit_for_bit) {
  for (const auto& [name, make] : rules()) {
    const auto straight = some_weights(), resumed = some_weights();
    const auto a = make(straight);
    for (int step = 0; step < 3; ++step) a->step(some_gradients(step));
    a->set_learning_rate(0.125);
    const OptimizerState saved = cloned(a->state());
    for (std::size_t i = 0; i < resumed.size(); ++i) {
      Tensor value = resumed[i].variable.value();
      value.copy_from(straight[i].variable.value());
    }
    const auto b = make(resumed);
    b->load_state(saved);
    for (int step = 3; step < 6; ++step) {
      a->step(some_gradients(step));
      b->step(some_gradients(step));
    }
    BOOST_TEST(same_weights(straight, resumed), name);
  }
}

BOOST_AUTO_TEST_CASE(same_bits_for_any_number_of_threads) {
  const int threads = cpu::context().threads;
  for (const auto& [name, make] : rules()) {
    std::vector<std::vector<NamedParameter>> results;
    for (int n : {1, 2, 3}) {
      cpu::set_threads(n);
      results.push_back(some_weights());
      const auto optimizer = make(results.back());
      for (int step = 0; step < 3; ++step) optimizer->step(some_gradients(step));
    }
    BOOST_TEST(same_weights(results[0], results[1]), name);
    BOOST_TEST(same_weights(results[0], results[2]), name);
  }
  cpu::set_threads(threads);
}

BOOST_AUTO_TEST_CASE(a_state_that_does_not_fit_is_explained) {
  const Variable w = parameter(zeros({2, 3}));
  RmsProp optimizer({{"w", w}});
  const auto load_changed = [&](auto change) {
    OptimizerState state = cloned(optimizer.state());
    change(state);
    optimizer.load_state(state);
  };
  BOOST_CHECK_EXCEPTION(load_changed([](auto& s) { s.tensors.erase("mean_square/w"); }),
                        std::invalid_argument, message("optimizer state: no tensor mean_square/w"));
  BOOST_CHECK_EXCEPTION(load_changed([](auto& s) { s.tensors["mean_square/w"] = zeros({3}); }),
                        std::invalid_argument,
                        message("optimizer state: mean_square/w must be [2, 3] float32, got [3] "
                                "float32"));
  BOOST_CHECK_EXCEPTION(load_changed([](auto& s) {
                          s.tensors["velocity/w"] = zeros({2, 3});
                        }),
                        std::invalid_argument,
                        message("optimizer state: unknown tensor velocity/w"));
  BOOST_CHECK_EXCEPTION(load_changed([](auto& s) { s.counters["calls"] = -1; }),
                        std::invalid_argument,
                        message("optimizer state: counter calls is negative: -1"));
}

BOOST_AUTO_TEST_CASE(bad_parameters_and_gradients_are_explained) {
  const Variable w = parameter(zeros({2, 3}));
  const auto make = [](std::vector<NamedParameter> list) { Sgd sgd(std::move(list)); };
  BOOST_CHECK_THROW(make({}), std::invalid_argument);
  BOOST_CHECK_THROW(make({{"w", w}, {"w", w}}), std::invalid_argument);
  BOOST_CHECK_EXCEPTION(make({{"w", w.detach()}}), std::invalid_argument,
                        message("optimizer: w is a constant, not a parameter"));
  Sgd sgd({{"w", w}});
  BOOST_CHECK_THROW(sgd.step({}), std::invalid_argument);
  BOOST_CHECK_EXCEPTION(
      sgd.step({Variable(zeros({3, 2}))}), std::invalid_argument,
      message("optimizer: the gradient of w must be [2, 3] float32, got [3, 2] float32"));
  const Tensor wide = zeros({2});
  BOOST_CHECK_THROW(sgd.step({Variable(zeros({2, 3}))}, &wide), std::invalid_argument);
  BOOST_CHECK_THROW(sgd.set_learning_rate(-1), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
