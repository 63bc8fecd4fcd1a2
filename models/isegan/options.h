#pragma once

#include <string>

#include "models/adam_options.h"
#include "models/isegan/objective.h"

namespace mien {

/// The options of ISEGAN. The defaults are the paper's, or what stands in its README.
struct IseganRecipeOptions {
  Index width_divisor = 1;                                                   ///< for small machines
  std::string fusion = "first_block", norm = "instance", shortcut = "none";  ///< of DIP-GAN
  double dropout = 0.5;
  std::string parsing_seen = "both";  ///< by SE-GAN; "sketch" goes without stage I's
  Index patch_padding = 1;

  IseganLossOptions loss = {};
  PhotoLossSettings photo = {};
  std::string parsing_norm = "rms", adversarial = "non_saturating";
  std::string recovered = "second";  ///< the stage whose photographs are shown

  Adam::Options adam = kPix2pixAdam;
};

/// Binds the fields to their names, ranges and meanings.
void declare(OptionTable& table, IseganRecipeOptions& options);

/// The strings turned into what networks and objective understand. Throws std::invalid_argument
/// for a shortcut without SPADE.
IseganLossOptions loss_options(const IseganRecipeOptions& options);
DipGan::Options dip_options(const IseganRecipeOptions& options, Index size);

}  // namespace mien
