#pragma once

#include <string>

#include "models/adam_options.h"
#include "models/gfrnet/objective.h"

namespace mien {

/// The options of GFRNet. The defaults are the paper's, but for the learning rate's steps, which
/// the paper takes when the loss stops falling, and for how long WarpNet learns alone.
struct GfrnetRecipeOptions {
  std::string variant = "full";  ///< full; no_warp is -W, no_guide is -WG
  std::string guide = "same";    ///< other: the variant R, the guide of another person
  Index width_divisor = 1;       ///< for small machines
  double width_factor = 1;
  Index recnet_widest = 1024;
  double encoder_slope = 0.2;
  double dropout = 0;

  GfrnetLossOptions loss = {};
  std::string landmark_form = "map", variation_form = "mean", adversarial = "non_saturating";
  std::string vgg_weights;  ///< VGG-Face as safetensors; "" leaves the feature term out
  std::string vgg_tap = "relu4_3";

  Index warp_steps = 200;  ///< at first WarpNet learns alone; the paper: 5 epochs
  Adam::Options adam = kPix2pixAdam;
  double learning_rate_factor = 0.1;
  Index learning_rate_epochs = 40;
};

/// Binds the fields to their names, ranges and meanings.
void declare(OptionTable& table, GfrnetRecipeOptions& options);

/// The strings turned into what the objective understands.
GfrnetLossOptions loss_options(const GfrnetRecipeOptions& options);

/// The recipe of the paper, as TOML.
extern const char* const kGfrnetPaperPreset;

}  // namespace mien
