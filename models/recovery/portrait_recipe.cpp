#include "models/recovery/portrait_recipe.h"

namespace mien {

PortraitRecipe::PortraitRecipe(System system)
    : RecoveryRecipe(system.name, system.defaults, system.objectives), system_(std::move(system)) {}

void PortraitRecipe::declare(OptionTable& table) {
  declare_networks(table, options(), system_.networks, objectives());
  if (system_.transformers) declare_transformers(table, options());
  table.add("discriminator_batch_norm", discriminator_batch_norm_,
            "batch norm in the discriminator: with it as in the code, without as FDNN's text");
  declare_training(table, options(), objectives());
  table.retire(system_.retired);
}

void PortraitRecipe::make_networks(Index size) {
  generator_ = system_.make(options(), size);
  generator_->set_path("srn");
  if (!has_discriminator()) return;
  discriminator_ = std::make_unique<Discriminator>(
      Discriminator::Options{.size = size,
                             .width_divisor = options().width_divisor,
                             .batch_norm = discriminator_batch_norm_});
  discriminator_->set_path("dn");
}

Variable PortraitRecipe::generate(const TrainingBatch& samples) {
  return (*generator_)(Variable(samples.input));
}

Variable PortraitRecipe::judge(const Variable& faces, const TrainingBatch&) {
  return (*discriminator_)(faces);
}

}  // namespace mien
