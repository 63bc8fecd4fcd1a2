#pragma once

#include "models/isegan/options.h"
#include "models/sketch/sketch_recipe.h"

namespace mien {

/// ISEGAN: "Face Photo Synthesis via Intermediate Semantic Enhancement Generative Adversarial
/// Network".
///
/// A sample is a sketch (the input, of which the grey value is taken), its parsing, the photograph
/// (the target) and the photograph's parsing. A step makes parsing and both photographs once, then
/// updates D_1, D_par, D_2, DIP-GAN and SE-GAN, in this order. The learning rate is constant.
class IseganRecipe : public SketchRecipe {
 public:
  IseganRecipe() : SketchRecipe("isegan", {.epochs = 700, .learning_rate = "2e-4"}) {}

  void declare(OptionTable& options) override { mien::declare(options, options_); }
  std::vector<SampleField> fields() const override { return {{"parsing"}, {"sketch_parsing"}}; }
  void prepare_training() override;

 protected:
  void make_networks(Index size) override;
  Adam::Options adam() const override { return options_.adam; }
  std::vector<std::string> missing() const override;
  std::vector<Move> moves(const TrainingBatch& batch) override;
  /// Stage II's photograph, or, with stage=first, stage I's. Needs the field "sketch_parsing".
  Variable photograph(const Variable& sketch, const SampleFields& fields) override;

 private:
  IseganRecipeOptions options_;
  DipGan* dip_ = nullptr;
  SeGan* se_ = nullptr;
  PatchGan *d_1_ = nullptr, *d_par_ = nullptr, *d_2_ = nullptr;
  std::unique_ptr<IseganObjective> objective_;
};

std::unique_ptr<Recipe> make_isegan();

}  // namespace mien
