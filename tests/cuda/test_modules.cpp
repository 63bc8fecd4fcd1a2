// Modules, averages and gradient checks on a card.
#include <boost/test/unit_test.hpp>
#include <cmath>

#include "autograd/constant.h"
#include "autograd/engine.h"
#include "autograd/gradient_check.h"
#include "autograd/nonfinite.h"
#include "autograd/ops/arithmetic.h"
#include "autograd/ops/sum.h"
#include "layers/batch_norm2d.h"
#include "layers/cases.h"
#include "layers/linear.h"
#include "layers/sequential.h"
#include "layers/spatial_transformer.h"
#include "layers/state_file.h"
#include "optim/adam.h"
#include "optim/exponential_moving_average.h"
#include "tests/cuda/card.h"
#include "tests/optim/weights.h"

using namespace mien;

namespace {

class Net : public Module {
 public:
  Linear& linear = add<Linear>("linear", {.in_features = 3, .out_features = 4});
  BatchNorm2d& norm = add<BatchNorm2d>("norm", {.channels = 4});
  SpatialTransformer& stn =
      add<SpatialTransformer>("stn", {.in_channels = 1, .size = 8, .channels = {2}});
};

bool same_state(const Module& card, const Module& host) {
  const auto a = card.state(), b = host.state();
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (!same_bits(a[i].tensor.to(kCpu), b[i].tensor)) return false;
  }
  return a.size() == b.size();
}

std::vector<NamedParameter> weights_on(Device device) {
  std::vector<NamedParameter> all = some_weights();
  for (auto& [name, weight] : all) weight = parameter(weight.value().to(device));
  return all;
}

std::vector<Variable> gradients_on(Device device, std::uint64_t step) {
  std::vector<Variable> all = some_gradients(step);
  for (Variable& gradient : all) gradient = Variable(gradient.value().to(device));
  return all;
}

OptimizerState on_host(const OptimizerState& state) {
  OptimizerState copy = state;
  for (auto& [name, tensor] : copy.tensors) tensor = tensor.to(kCpu).clone();
  return copy;
}

bool same_states(const OptimizerState& a, const OptimizerState& b) {
  for (const auto& [name, tensor] : a.tensors) {
    if (!same_bits(tensor, b.tensors.at(name))) return false;
  }
  return a.counters == b.counters && a.tensors.size() == b.tensors.size();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(modules_suite, *boost::unit_test::precondition(with_card))

BOOST_AUTO_TEST_CASE(draws_are_those_of_the_host) {
  Net card, host;
  card.to(kCard);
  BOOST_TEST(card.device() == kCard);
  BOOST_TEST(host.device() == kCpu);
  card.initialize(5);
  host.initialize(5);
  BOOST_TEST(same_state(card, host));
  card.to(kCpu);
  BOOST_TEST(card.device() == kCpu);
  BOOST_TEST(same_state(card, host));
}

BOOST_AUTO_TEST_CASE(leaves_stay_leaves) {
  Net net;
  net.linear.set_requires_grad(false);
  net.to(kCard);
  net.initialize(1);
  BOOST_TEST(!net.linear.parameters()[0].variable.requires_grad());
  const Variable weight = net.norm.parameters()[0].variable;
  BOOST_TEST(weight.requires_grad());
  net.to(kCard);
  BOOST_TEST(net.norm.parameters()[0].variable.node() == weight.node());

  const Variable x(random_normal({5, 4}, Random(1, "x")).to(kCard));
  const auto dweight = gradients({sum(net.norm(x) * x)}, {weight});
  BOOST_TEST(dweight[0].device() == kCard);
  BOOST_TEST(net.norm.state()[2].tensor.device() == kCard);  // running_mean
  BOOST_TEST(net.norm.state()[2].tensor.slice(0, 1).item() != 0);
}

BOOST_AUTO_TEST_CASE(files_are_written_and_read) {
  Net card, host;
  host.initialize(3);
  SafetensorsFile file;
  add_state(file, host);
  card.to(kCard);
  card.initialize(4);
  load_state(card, file);
  BOOST_TEST(same_state(card, host));
  SafetensorsFile again;
  add_state(again, card);
  for (const auto& [name, tensor] : file.tensors) {
    BOOST_TEST(same_bits(again.tensors.at(name), tensor), name);
  }
}

BOOST_AUTO_TEST_CASE(optimizer_and_average_go_to_and_fro) {
  Adam card(weights_on(kCard), {.learning_rate = 1e-2}),
      host(weights_on(kCpu), {.learning_rate = 1e-2});
  ExponentialMovingAverage card_mean(card.parameters()), host_mean(host.parameters());
  host.step(gradients_on(kCpu, 0));
  host_mean.update();
  card.load_state(host.state());
  card_mean.load_state(host_mean.state());
  BOOST_TEST(same_states(on_host(card.state()), host.state()));
  BOOST_TEST(same_states(on_host(card_mean.state()), host_mean.state()));

  card.step(gradients_on(kCard, 1));
  card_mean.update();
  const OptimizerState state = on_host(card.state()), mean = on_host(card_mean.state());
  host.load_state(state);
  host_mean.load_state(mean);
  BOOST_TEST(same_states(host.state(), state));
  BOOST_TEST(same_states(host_mean.state(), mean));
  card_mean.swap();
  const Tensor swapped = card.parameters()[0].variable.value().to(kCpu);
  BOOST_TEST(same_bits(swapped, mean.tensors.at("average/large")));
}

BOOST_AUTO_TEST_CASE(constants_are_brought_once) {
  const Variable x(zeros({3}, DType::float32, kCard)), y(zeros({3}, DType::float64, kCard));
  const Variable one = constant_like(x, {3}, {1, 2, 3});
  BOOST_TEST(one.device() == kCard);
  BOOST_TEST(one.value().shares_storage_with(constant_like(x, {3}, {1, 2, 3}).value()));
  BOOST_TEST(!one.value().shares_storage_with(constant_like(x, {3}, {1, 2, 4}).value()));
  BOOST_TEST(constant_like(x, {3, 1}, {1, 2, 3}).rank() == 2);
  BOOST_TEST((constant_like(y, {3}, {1, 2, 3}).dtype() == DType::float64));
}

BOOST_AUTO_TEST_CASE(what_is_not_finite_is_found) {
  Tensor x = full({2, 3}, 1);
  BOOST_TEST(all_finite(x.to(kCard)));
  x.mutable_span<float>()[4] = INFINITY;
  BOOST_TEST(!all_finite(x.to(kCard)));
}

BOOST_AUTO_TEST_CASE(gradients_are_checked_there) {
  const LeafDevice guard(kCard);
  for (const GradientCase& entry : layer_gradient_cases()) {
    if (entry.name != "Linear" && entry.name != "BatchNorm2d") continue;
    BOOST_TEST(entry.make(Random(1, "case")).leaves.back().device() == kCard);
    for (int order : {1, 2}) {
      const GradientReport report = check_gradient(entry, order);
      BOOST_TEST(report.passed, entry.name << ", order " << order << ": " << report.failure);
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
