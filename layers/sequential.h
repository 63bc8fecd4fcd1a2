#pragma once

#include <functional>

#include "layers/module.h"

namespace mien {

/// Steps with one input and one output each, run one after the other.
///
///   Sequential net;
///   net.layer<Linear>("hidden", {.in_features = 2, .out_features = 8}).then(relu)
///      .layer<Linear>("out", {.in_features = 8, .out_features = 1});
class Sequential : public Module {
 public:
  /// Appends a layer of its own.
  template <class Layer>
  Sequential& layer(const std::string& name, const typename Layer::Options& options) {
    Layer& added = add<Layer>(name, options);
    return then([&added](const Variable& x) { return added(x); });
  }

  /// Appends a function.
  Sequential& then(std::function<Variable(const Variable&)> step) {
    steps_.push_back(std::move(step));
    return *this;
  }

  Variable operator()(const Variable& x) const {
    Variable y = x;
    for (const auto& step : steps_) y = step(y);
    return y;
  }

 private:
  std::vector<std::function<Variable(const Variable&)>> steps_;
};

}  // namespace mien
