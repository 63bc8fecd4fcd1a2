#include "models/isegan/recipe.h"

#include "models/narrowed.h"

namespace mien {

void IseganRecipe::make_networks(Index size) {
  const Index width = narrowed(64, options_.width_divisor);
  dip_ = &enter("dip", std::make_unique<DipGan>(dip_options(options_, size)));
  se_ = &enter(
      "se",
      std::make_unique<SeGan>(SeGan::Options{
          .size = size, .width = width, .enhanced_parsing = options_.parsing_seen == "both"}));
  const auto patches = [&](const char* name, Index channels, int layers) {
    return &enter_patches(name, size,
                          {.in_channels = channels,
                           .layers = layers,
                           .width = width,
                           .padding = options_.patch_padding});
  };
  d_1_ = patches("d_1", 1 + kFaceParts + 3, 3);
  d_par_ = patches("d_par", kFaceParts, 3);
  d_2_ = patches("d_2", 1 + kFaceParts + 3, 1);
}

void IseganRecipe::prepare_training() {
  SketchRecipe::prepare_training();
  objective_ = std::make_unique<IseganObjective>(loss_options(options_), *d_1_, *d_par_, *d_2_,
                                                 load_features(options_.photo, device()));
}

std::vector<std::string> IseganRecipe::missing() const { return missing_features(options_.photo); }

// Both stages learn from what they made before the step.
std::vector<SketchRecipe::Move> IseganRecipe::moves(const TrainingBatch& batch) {
  const SketchBatch b =
      objective_->with_features({grey(batch.input), Variable(field(batch.fields, "sketch_parsing")),
                                 Variable(batch.target), Variable(field(batch.fields, "parsing"))});
  const PhotoAndParsing first = (*dip_)(b.sketch, b.sketch_parsing);
  const Variable second = (*se_)(b.sketch, b.sketch_parsing, first);
  IseganObjective& loss = *objective_;
  return {judging("d_1", [=, &loss] { return loss.d_1_loss(b, first); }),
          judging("d_par", [=, &loss] { return loss.d_par_loss(b, first); }),
          judging("d_2", [=, &loss] { return loss.d_2_loss(b, second); }),
          {"dip", "DIP-GAN", "first_", [=, &loss] { return loss.first_terms(b, first); }},
          {"se", "SE-GAN", "second_", [=, &loss] { return loss.second_terms(b, first, second); }}};
}

Variable IseganRecipe::photograph(const Variable& sketch, const SampleFields& fields) {
  const Variable parsing(field(fields, "sketch_parsing"));
  const PhotoAndParsing first = (*dip_)(sketch, parsing);
  return options_.recovered == "first" ? first.photo : (*se_)(sketch, parsing, first);
}

std::unique_ptr<Recipe> make_isegan() { return std::make_unique<IseganRecipe>(); }

}  // namespace mien
