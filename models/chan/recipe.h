#pragma once

#include "models/chan/networks.h"
#include "models/sketch/sketch_recipe.h"

namespace mien {

/// The options of CHAN. The defaults are those of its code.
struct ChanRecipeOptions {
  Index width_divisor = 1;  ///< for small machines
  double dropout = 0.5;
  double pixel = 100;  ///< weight of the absolute error; 0 leaves it out
  std::string adversarial = "non_saturating";
  Adam::Options adam = {.learning_rate = 1e-4, .beta1 = 0.5, .beta2 = 0.999};
};

/// Binds the fields to their names, ranges and meanings.
void declare(OptionTable& table, ChanRecipeOptions& options);

/// CHAN: "Complementary, Heterogeneous and Adversarial Networks for Image-to-Image Translation".
///
///   L(D) = mean BCE over (X, Y) and (X, G(X))      L(G) = -log D(X, G(X)) + 100 mean |G(X) - Y|
///
/// A sample is a sketch X (the input, of which the grey value is taken) and the photograph Y (the
/// target); parsings are not looked at. A step makes the photograph once, then updates D and the
/// generator, in this order. Networks are called chan and d.
class ChanRecipe : public SketchRecipe {
 public:
  ChanRecipe() : SketchRecipe("chan", {.epochs = 800, .learning_rate = "1e-4"}) {}

  void declare(OptionTable& options) override { mien::declare(options, options_); }

 protected:
  void make_networks(Index size) override;
  Adam::Options adam() const override { return options_.adam; }
  std::vector<Move> moves(const TrainingBatch& batch) override;
  Variable photograph(const Variable& sketch, const SampleFields& fields) override;

 private:
  ChanRecipeOptions options_;
  Chan* chan_ = nullptr;
  ChanDiscriminator* d_ = nullptr;
};

std::unique_ptr<Recipe> make_chan();

}  // namespace mien
