#include "models/recipe.h"

namespace mien {

TrainingBatch rows(const TrainingBatch& batch, Index begin, Index end) {
  TrainingBatch part{batch.input.slice(begin, end), batch.target.slice(begin, end)};
  for (const auto& [name, values] : batch.fields) part.fields[name] = values.slice(begin, end);
  return part;
}

TrainingBatch to(const TrainingBatch& batch, Device device) {
  const auto moved = [&](const Tensor& x) { return x.defined() ? x.to(device) : x; };
  TrainingBatch there{moved(batch.input), moved(batch.target)};
  for (const auto& [name, values] : batch.fields) there.fields[name] = moved(values);
  return there;
}

void Recipe::initialize(std::uint64_t seed) {
  for (const auto& [name, module] : networks()) module->initialize(seed);
}

void Recipe::to(Device device) {
  if (!optimizers().empty()) {
    throw std::logic_error(name() + ": cannot move to another device after prepare_training");
  }
  for (const auto& [name, module] : networks()) module->to(device);
}

Device Recipe::device() { return networks().front().module->device(); }

}  // namespace mien
