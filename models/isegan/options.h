#pragma once

#include <string>

#include "models/isegan/objective.h"
#include "models/options.h"

namespace mien {

/// The options of ISEGAN. The defaults are the paper's, or what stands in its README.
struct IseganRecipeOptions {
  Index width_divisor = 1;                                                   ///< for small machines
  std::string fusion = "first_block", norm = "instance", shortcut = "none";  ///< of DIP-GAN
  double dropout = 0.5;
  Index patch_padding = 1;

  IseganLossOptions loss = {};
  std::string compositional_form = "area", parsing_norm = "rms",
              perceptual_distance = "mean_square";
  std::string adversarial = "non_saturating";
  std::string vgg_weights;  ///< ImageNet's VGG-19 as safetensors; "" leaves its terms out
  std::string vgg_last = "relu4_1";

  double learning_rate = 2e-4;
  double adam_beta1 = 0.5, adam_beta2 = 0.999;
};

/// Binds the fields to their names, ranges and meanings.
void declare(OptionTable& table, IseganRecipeOptions& options);

/// The strings turned into what networks and objective understand.
IseganLossOptions loss_options(const IseganRecipeOptions& options);
DipGan::Options dip_options(const IseganRecipeOptions& options, Index size);

/// The recipe of the paper, as TOML.
extern const char* const kIseganPaperPreset;

}  // namespace mien
