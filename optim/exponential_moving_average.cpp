#include "optim/exponential_moving_average.h"

#include <algorithm>

#include "optim/update.h"
#include "tensor/functors/update_rules.h"

namespace mien {

ExponentialMovingAverage::ExponentialMovingAverage(std::vector<NamedParameter> parameters,
                                                   Options options)
    : parameters_(std::move(parameters)), options_(options) {
  check(options.decay >= 0 && options.decay < 1, "moving average: decay must be in [0, 1), got ",
        options.decay);
  for (const Tensor& value : values_of(parameters_)) averages_.push_back(value.clone());
}

void ExponentialMovingAverage::update() {
  check_not_swapped("update");
  const double t = static_cast<double>(updates_++);
  const double decay =
      options_.warm_up ? std::min(options_.decay, (1 + t) / (10 + t)) : options_.decay;
  update_elements(functors::AverageStep{decay}, averages_, values_of(parameters_), {});
}

void ExponentialMovingAverage::swap() {
  for (std::size_t i = 0; i < averages_.size(); ++i) {
    Tensor value = parameters_[i].variable.value();
    const Tensor before = value.clone();
    value.copy_from(averages_[i]);
    averages_[i].copy_from(before);
  }
  swapped_ = !swapped_;
}

OptimizerState ExponentialMovingAverage::state() const {
  check_not_swapped("state");
  OptimizerState state;
  for (std::size_t i = 0; i < averages_.size(); ++i) {
    state.tensors["average/" + parameters_[i].name] = averages_[i];
  }
  state.counters["updates"] = updates_;
  return state;
}

void ExponentialMovingAverage::load_state(const OptimizerState& state) {
  OptimizerState own = this->state();
  check_same_layout(own, state, "moving average state");
  for (auto& [name, tensor] : own.tensors) tensor.copy_from(state.tensors.at(name));
  updates_ = state.counters.at("updates");
}

void ExponentialMovingAverage::check_not_swapped(const char* what) const {
  if (swapped_) {
    throw std::logic_error(text("moving average: ", what, " while the averages are swapped in"));
  }
}

}  // namespace mien
