#pragma once

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <iterator>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "autograd/ops/upsample.h"
#include "models/catalogue.h"

namespace mien {

/// A system at a sixteenth of its width, for images of its usual size, ready to train; `settings`
/// are of the form KEY=VALUE. The networks are in `dtype`; a feature network stays in float32.
struct BuiltSystem {
  explicit BuiltSystem(const std::string& model, const std::vector<std::string>& settings = {},
                       Device device = kCpu, DType dtype = DType::float32)
      : recipe(make_recipe(model)) {
    recipe->declare(table);
    table.set("width_divisor=16");
    for (const auto& setting : settings) table.set(setting);
    recipe->build(recipe->usual_size());
    recipe->to(device);
    recipe->initialize(1);
    for (const auto& [name, module] : recipe->networks()) module->to(dtype);
    recipe->prepare_training();
  }
  std::unique_ptr<Recipe> recipe;
  OptionTable table;
};

inline TrainingBatch batch_of(Index count, Index size = 64) {
  return {random_uniform({count, size, size, 3}, Random(1, "input"), -1, 1),
          random_uniform({count, size, size, 3}, Random(1, "target"), -1, 1)};
}

/// The same with the fields that a recipe asks for, each value 0 or 1.
inline TrainingBatch batch_for(const Recipe& recipe, Index count) {
  TrainingBatch batch = batch_of(count);
  for (const auto& [name, columns] : recipe.fields()) {
    Tensor values = random_uniform({count, std::ssize(columns)}, Random(1, name));
    for (float& value : values.mutable_span<float>()) value = value < 0.5f;
    batch.fields[name] = values;
  }
  return batch;
}

/// The same with the fields of GFRNet.
inline TrainingBatch batch_with_guides(Index count) {
  TrainingBatch batch = batch_of(count);
  batch.fields["guide"] = random_uniform({count, 64, 64, 3}, Random(1, "guide"), -1, 1);
  for (const char* name : {"landmarks", "guide_landmarks"}) {
    batch.fields[name] = random_uniform({count, 68, 2}, Random(1, name), 8, 56);
  }
  return batch;
}

/// The same with the fields of ISEGAN, one-hot.
inline TrainingBatch batch_with_parsings(Index count) {
  TrainingBatch batch = batch_of(count);
  for (const char* name : {"parsing", "sketch_parsing"}) {
    const Tensor parts = random_uniform({count, 64, 64}, Random(1, name), 0, 7.99);
    Tensor one_hot = zeros({count, 64, 64, 8});
    for (Index i = 0; i < parts.numel(); ++i) {
      one_hot.mutable_data<float>()[8 * i + static_cast<Index>(parts.data<float>()[i])] = 1;
    }
    batch.fields[name] = one_hot;
  }
  return batch;
}

/// Tiny faces with the fields of TANN: blocks of one colour each.
inline TrainingBatch batch_with_triplets(Index count) {
  const auto tiny = [&](const std::string& name) {
    const Variable x(random_uniform({count, 16, 16, 3}, Random(1, name), -1, 1));
    return upsample_nearest(x, 8).value();
  };
  const Tensor target = batch_of(count, 128).target;
  return {tiny("input"), target, {{"positive", tiny("positive")}, {"negative", tiny("negative")}}};
}

/// Sets the first weight of a parameter to a NaN.
inline void spoil(const Module& module, const std::string& parameter) {
  for (const auto& entry : module.parameters()) {
    if (!entry.name.ends_with(parameter)) continue;
    Tensor(entry.variable.value()).mutable_data<float>()[0] =
        std::numeric_limits<float>::quiet_NaN();
    return;
  }
  BOOST_FAIL("no parameter is called " << parameter);
}

/// Whether all parameters are the same, bit for bit.
inline bool same_parameters(const Module& a, const Module& b) {
  const auto x = a.parameters(), y = b.parameters();
  for (std::size_t i = 0; i < x.size(); ++i) {
    const Tensor one = x[i].variable.value(), other = y[i].variable.value();
    if (!std::equal(one.raw(), one.raw() + one.bytes(), other.raw())) return false;
  }
  return x.size() == y.size();
}

/// Whether all networks are in the same state, buffers included, bit for bit.
inline bool same_state(Recipe& a, Recipe& b) {
  const auto bytes = [](Recipe& recipe) {
    std::string all;
    for (const auto& [name, module] : recipe.networks()) {
      for (const auto& [path, tensor, layout] : module->state()) {
        all.append(reinterpret_cast<const char*>(tensor.raw()), tensor.bytes());
      }
    }
    return all;
  };
  return bytes(a) == bytes(b);
}

inline double value(const StepReport& report, const std::string& name) {
  for (const auto& entry : report) {
    if (entry.name == name) return entry.value;
  }
  BOOST_FAIL("the report has no " << name);
  return 0;
}

}  // namespace mien
