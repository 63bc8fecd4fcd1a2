#include "optim/optimizer.h"

#include <cmath>
#include <set>

#include "autograd/map.h"
#include "tensor/functors/arithmetic.h"

namespace mien {
namespace {

constexpr const char* kLearningRate = "learning_rate";
constexpr const char* kCalls = "calls";
constexpr const char* kUpdates = "updates";

void check_gradient_of(const NamedParameter& parameter, const Variable& gradient) {
  const Variable& weight = parameter.variable;
  check(gradient.defined(), "optimizer: parameter ", parameter.name,
        " has no gradient; does the loss depend on it, and was backward called?");
  check(gradient.shape() == weight.shape() && gradient.dtype() == weight.dtype(),
        "optimizer: the gradient of ", parameter.name, " must be ", weight.shape(), " ",
        weight.dtype(), ", got ", gradient.shape(), " ", gradient.dtype());
}

// Beside the weights, as float32; undefined where there is none.
Tensor placed(const Tensor* gate, Device device) {
  if (!gate) return {};
  check(gate->numel() == 1, "optimizer: the gate must have one element, got ", gate->shape());
  return gate->to(DType::float32).to(device);
}

}  // namespace

Optimizer::Optimizer(std::vector<NamedParameter> parameters, double learning_rate)
    : parameters_(std::move(parameters)) {
  check(!parameters_.empty(), "optimizer: there are no parameters");
  std::set<std::string> names;
  for (const auto& [name, variable] : parameters_) {
    check(names.insert(name).second, "optimizer: two parameters are named ", name);
    check(variable.requires_grad(), "optimizer: ", name, " is a constant, not a parameter");
    check(variable.dtype() == DType::float32 || variable.dtype() == DType::float64,
          "optimizer: ", name, " must be float32 or float64, got ", variable.dtype());
  }
  set_learning_rate(learning_rate);
  updates_ = zeros({1}, DType::float64, device());
}

void Optimizer::set_learning_rate(double learning_rate) {
  check(std::isfinite(learning_rate) && learning_rate >= 0,
        "optimizer: the learning rate must be finite and not negative, got ", learning_rate);
  learning_rate_ = learning_rate;
}

void Optimizer::step(const std::vector<Variable>& gradients, const Tensor* gate) {
  check(gradients.size() == parameters_.size(), "optimizer: ", parameters_.size(),
        " parameters but ", gradients.size(), " gradients");
  std::vector<Tensor> values;
  for (std::size_t i = 0; i < gradients.size(); ++i) {
    check_gradient_of(parameters_[i], gradients[i]);
    values.push_back(gradients[i].value());
  }
  const Tensor open = placed(gate, device());
  update(values, open);
  count_update(open);
  ++calls_;
}

void Optimizer::count_update(const Tensor& gate) {
  const Tensor one = gate.defined() ? gate.to(DType::float64).reshape({1})
                                    : full({1}, 1, DType::float64, device());
  dispatch(one, [&]<class T>(auto& backend) {
    elementwise<T>(backend, functors::Add{}, updates_, updates_, one);
  });
}

void Optimizer::step(const Tensor* gate) {
  std::vector<Variable> gradients;
  for (const auto& parameter : parameters_) gradients.push_back(parameter.variable.grad());
  step(gradients, gate);
}

void Optimizer::zero_grad() {
  for (auto& parameter : parameters_) parameter.variable.zero_grad();
}

std::vector<Tensor>& Optimizer::add_slot(const std::string& name) {
  std::vector<Tensor>& slot = slots_[name];
  for (const auto& parameter : parameters_) {
    slot.push_back(
        zeros(parameter.variable.shape(), parameter.variable.dtype(), parameter.variable.device()));
  }
  return slot;
}

OptimizerState Optimizer::state() const {
  OptimizerState state;
  for (const auto& [name, slot] : slots_) {
    for (std::size_t i = 0; i < slot.size(); ++i) {
      state.tensors[name + "/" + parameters_[i].name] = slot[i];
    }
  }
  state.tensors[kLearningRate] = full({}, learning_rate_, DType::float64);
  state.counters = {{kCalls, calls_}, {kUpdates, std::llround(updates_.item())}};
  return state;
}

void Optimizer::load_state(const OptimizerState& state) {
  OptimizerState own = this->state();
  check_same_layout(own, state, "optimizer state");
  set_learning_rate(state.tensors.at(kLearningRate).item());
  for (auto& [name, tensor] : own.tensors) tensor.copy_from(state.tensors.at(name));
  calls_ = state.counters.at(kCalls);
  fill(updates_, static_cast<double>(state.counters.at(kUpdates)));
}

void check_same_layout(const OptimizerState& expected, const OptimizerState& loaded,
                       const char* who) {
  for (const auto& [name, tensor] : expected.tensors) {
    const auto found = loaded.tensors.find(name);
    check(found != loaded.tensors.end() && found->second.defined(), who, ": no tensor ", name);
    const Tensor& other = found->second;
    check(other.shape() == tensor.shape() && other.dtype() == tensor.dtype(), who, ": ", name,
          " must be ", tensor.shape(), " ", tensor.dtype(), ", got ", other.shape(), " ",
          other.dtype());
  }
  for (const auto& [name, tensor] : loaded.tensors) {
    check(expected.tensors.contains(name), who, ": unknown tensor ", name);
  }
  for (const auto& [name, count] : expected.counters) {
    const auto found = loaded.counters.find(name);
    check(found != loaded.counters.end(), who, ": no counter ", name);
    check(found->second >= 0, who, ": counter ", name, " is negative: ", found->second);
  }
  for (const auto& [name, count] : loaded.counters) {
    check(expected.counters.contains(name), who, ": unknown counter ", name);
  }
}

}  // namespace mien
