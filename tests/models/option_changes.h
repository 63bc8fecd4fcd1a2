#pragma once

#include <functional>
#include <map>

#include "tests/models/built_system.h"

namespace mien {

using Settings = std::vector<std::string>;

/// For each option of a system: another value of it, and what must be set for that to matter.
using OptionChanges = std::map<std::string, Settings>;

inline std::vector<float> values_of(const Tensor& tensor) {
  return {tensor.span<float>().begin(), tensor.span<float>().end()};
}

/// The parameters of all networks, one after the other.
inline std::vector<float> weights_of(Recipe& recipe) {
  std::vector<float> all;
  for (const auto& [name, module] : recipe.networks()) {
    for (const auto& entry : module->parameters()) {
      const auto values = values_of(entry.variable.value());
      all.insert(all.end(), values.begin(), values.end());
    }
  }
  return all;
}

/// Expects a change for every option of a system, and that each changes what `trained` returns, the
/// weights after some steps with such settings.
inline void expect_every_option_acts(
    const std::string& model, const OptionChanges& changes,
    const std::function<std::vector<float>(const Settings&)>& trained) {
  const BuiltSystem any(model);
  std::map<Settings, std::vector<float>> without;  // what is to be changed; options share it
  for (const auto& option : any.table.options()) {
    const auto change = changes.find(option.name);
    BOOST_REQUIRE_MESSAGE(change != changes.end(), "no change is tested for " << option.name);
    const Settings base(change->second.begin() + 1, change->second.end());
    if (!without.contains(base)) without[base] = trained(base);
    BOOST_TEST((trained(change->second) != without[base]), model << " " << option.name);
  }
}

}  // namespace mien
