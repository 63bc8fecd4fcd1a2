#pragma once

#include "data/make_portraits.h"

namespace mien {

/// Photographs of poor quality, in place of paintings: what GFRNet restores (data/degradation.h).
///
/// Seen are "degraded_1" to "degraded_4", four draws from all of the paper's degradations for each
/// face. Unseen are its two test settings, reduction by 4 and 8, alone ("bicubic_4x", "bicubic_8x")
/// and with blur, noise and compression drawn as in training ("degraded_4x", "degraded_8x").
std::vector<PortraitStyle> degraded_photo_styles();

/// What goes with them: faces stay where they are.
MisalignOptions no_misalignment();

}  // namespace mien
