#include <boost/test/unit_test.hpp>
#include <cmath>
#include <functional>

#include "optim/adamw.h"
#include "optim/rmsprop.h"
#include "optim/sgd.h"
#include "tensor/safetensors.h"

using namespace mien;

// Ten steps must end where PyTorch's end: see make_optimizer_fixtures.py.
namespace {

const std::map<std::string, Tensor>& fixture() {
  static const auto tensors =
      read_safetensors(MIEN_SOURCE_DIR "/tests/fixtures/optimizers.safetensors").tensors;
  return tensors;
}

double largest_difference(const Tensor& a, const Tensor& b) {
  double largest = 0;
  for (Index i = 0; i < a.numel(); ++i) {
    largest = std::max(largest, std::abs(a.data<double>()[i] - b.data<double>()[i]));
  }
  return largest;
}

template <class Rule>
void compare(const std::string& name, typename Rule::Options options) {
  std::vector<NamedParameter> weights;
  for (const char* w : {"a", "b"}) {
    weights.push_back({w, parameter(fixture().at(std::string("weight/") + w).clone())});
  }
  Rule optimizer(weights, options);
  for (Index step = 0; step < 10; ++step) {
    std::vector<Variable> gradients;
    for (const auto& [w, variable] : weights) {
      const Tensor row = fixture().at("gradient/" + w).slice(step, step + 1);
      gradients.emplace_back(row.reshape(variable.shape()));
    }
    optimizer.step(gradients);
  }
  for (const auto& [w, variable] : weights) {
    BOOST_TEST(largest_difference(variable.value(), fixture().at(name + "/" + w)) < 1e-10, w);
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(optimizer_fixtures)

BOOST_AUTO_TEST_CASE(sgd) {
  compare<Sgd>("sgd", {.learning_rate = 0.1});
  compare<Sgd>("sgd_decay", {.learning_rate = 0.1, .weight_decay = 0.01});
  compare<Sgd>("momentum", {.learning_rate = 0.1, .momentum = 0.9, .weight_decay = 0.01});
  compare<Sgd>("nesterov",
               {.learning_rate = 0.1, .momentum = 0.9, .nesterov = true, .weight_decay = 0.01});
}

BOOST_AUTO_TEST_CASE(rmsprop) {
  compare<RmsProp>("rmsprop", RmsProp::plain(0.01));
  compare<RmsProp>("rmsprop_warm_up", {.learning_rate = 0.5});
}

BOOST_AUTO_TEST_CASE(adam) {
  compare<Adam>("adam", {.learning_rate = 0.01});
  compare<Adam>("adam_half", {.learning_rate = 5e-4, .beta1 = 0.5, .weight_decay = 0.1});
}

BOOST_AUTO_TEST_CASE(adamw) {
  compare<AdamW>("adamw", {.learning_rate = 0.01, .weight_decay = 0.1});
}

BOOST_AUTO_TEST_SUITE_END()
