#include "models/recipe.h"

namespace mien {

TrainingBatch rows(const TrainingBatch& batch, Index begin, Index end) {
  TrainingBatch part{batch.input.slice(begin, end), batch.target.slice(begin, end)};
  for (const auto& [name, values] : batch.fields) part.fields[name] = values.slice(begin, end);
  return part;
}

void Recipe::initialize(std::uint64_t seed) {
  for (const auto& [name, module] : networks()) module->initialize(seed);
}

}  // namespace mien
