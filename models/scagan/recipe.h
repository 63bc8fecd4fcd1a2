#pragma once

#include "models/scagan/networks.h"
#include "models/sketch/photo_loss.h"
#include "models/sketch/sketch_recipe.h"

namespace mien {

/// The options of SCA-GAN. The defaults are those of its code, or what stands in its README.
struct ScaganRecipeOptions {
  Index width_divisor = 1;                    ///< for small machines
  Index stages = 2;                           ///< 1 is CA-GAN
  std::string recovered = "last";             ///< the stage whose photographs are shown
  Index patch_layers = 1, patch_padding = 2;  ///< of the discriminators
  std::string parts_of = "sketch";            ///< whose parsing weighs the error by parts
  std::string adversarial = "least_squares";
  PhotoLossSettings photo = {.compositional_form = "whole"};
  Adam::Options adam = kPix2pixAdam;
};

/// Binds the fields to their names, ranges and meanings.
void declare(OptionTable& table, ScaganRecipeOptions& options);

/// SCA-GAN: "Toward Realistic Face Photo-Sketch Synthesis via Composition-Aided GANs"; with
/// stages=1, CA-GAN of the same paper.
///
///   stage I   Y1 = G_1(X, P_s)           stage II  Y2 = G_2(X and Y1, P_s), Y1 a constant
///   each      l(D(X, P_s, Y)) + 10 L_cmp(Y) + 5 L_per(Y)
///
/// A sample is a sketch (the input, of which the grey value is taken), its parsing and the
/// photograph (the target). A step makes both photographs once, then updates D_1, D_2, G_1 and G_2,
/// in this order. Networks are called d_1, d_2, first and second.
class ScaganRecipe : public SketchRecipe {
 public:
  ScaganRecipe() : SketchRecipe("scagan", {.epochs = 700, .learning_rate = "2e-4"}) {}

  void declare(OptionTable& options) override { mien::declare(options, options_); }
  /// With loss.parts=photo, the parsing of the photograph too.
  std::vector<SampleField> fields() const override;
  void prepare_training() override;

 protected:
  void make_networks(Index size) override;
  Adam::Options adam() const override { return options_.adam; }
  std::vector<std::string> missing() const override;
  std::vector<Move> moves(const TrainingBatch& batch) override;
  /// The last stage's photograph, or, with stage=first, stage I's. Needs "sketch_parsing".
  Variable photograph(const Variable& sketch, const SampleFields& fields) override;

 private:
  bool has_second() const { return options_.stages == 2; }

  ScaganRecipeOptions options_;
  TwoEncoderUNet *first_ = nullptr, *second_ = nullptr;
  PatchGan *d_1_ = nullptr, *d_2_ = nullptr;
  std::unique_ptr<PhotoLoss> photo_loss_;
};

std::unique_ptr<Recipe> make_scagan();

}  // namespace mien
