#pragma once

#include "data/make_portraits.h"

namespace mien {

/// Pencil drawings with their parsings, in place of paintings: what ISEGAN, SCA-GAN and CHAN turn
/// into photographs (data/pencil_sketch.h). Faces must not be moved: no_misalignment().
///
/// Seen is "pencil"; unseen "soft_pencil", broader and darker, and "caricature", which exaggerates
/// twice as much.
std::vector<PortraitStyle> sketched_photo_styles();

}  // namespace mien
