#include "apps/trained_model.h"

#include "models/catalogue.h"
#include "training/checkpoint.h"

namespace mien {

TrainedModel::TrainedModel(const std::filesystem::path& path, Device device,
                           const std::vector<std::string>& settings) {
  const LoadedCheckpoint checkpoint = read_checkpoint(path);
  recipe_ = make_recipe(checkpoint.info.recipe);
  OptionTable table;
  declare(table, run_);
  recipe_->declare(table);
  for (const std::string& setting : settings) table.set(setting);
  table.resume(checkpoint.info.options, path.string());
  recipe_->build(run_.size);
  recipe_->to(device);
  restore(*recipe_, checkpoint, false);
  step_ = checkpoint.info.step;
}

std::string TrainedModel::description() const {
  return text(recipe_->name(), " after ", step_, " steps, ", run_.size, "x", run_.size);
}

}  // namespace mien
