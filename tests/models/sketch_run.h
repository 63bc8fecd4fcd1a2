#pragma once

#include <cmath>

#include "tests/models/built_system.h"

namespace mien {

/// A system that turns sketches into photographs, to be looked at step by step.
struct SketchRun : BuiltSystem {
  using BuiltSystem::BuiltSystem;

  StepReport step(Index at, const TrainingBatch& batch = batch_with_parsings(2)) {
    return recipe->step(batch, {.step = at});
  }

  /// The weights of a network, added up without sign.
  double size_of(const std::string& network) {
    double sum = 0;
    for (const auto& [name, module] : recipe->networks()) {
      if (name != network) continue;
      for (const auto& entry : module->state()) {
        for (float v : entry.tensor.span<float>()) sum += std::abs(v);
      }
    }
    return sum;
  }

  std::vector<double> sizes() {
    std::vector<double> all;
    for (const auto& [name, module] : recipe->networks()) all.push_back(size_of(name));
    return all;
  }

  std::vector<float> photo_of(const TrainingBatch& batch) {
    const Tensor y = recipe->recover(batch.input, batch.fields);
    BOOST_TEST(y.shape() == batch.target.shape());
    return {y.span<float>().begin(), y.span<float>().end()};
  }
};

/// The names of networks, fields or a report's entries, with a space behind each.
template <class Entries>
std::string names_of(const Entries& entries) {
  std::string names;
  for (const auto& entry : entries) names += entry.name + " ";
  return names;
}

/// One step of each choice of settings reports finite numbers.
inline void expect_training(const std::string& model,
                            const std::vector<std::vector<std::string>>& choices) {
  for (const auto& settings : choices) {
    SketchRun run(model, settings);
    for (const auto& entry : run.step(0)) BOOST_TEST(std::isfinite(entry.value), entry.name);
  }
}

}  // namespace mien
