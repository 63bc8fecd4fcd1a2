#pragma once

#include "data/make_portraits.h"

namespace mien {

/// Photographs of poor quality, in place of paintings: what GFRNet restores (data/degradation.h).
///
/// Seen are "degraded_1" to "degraded_4", four draws from all of the paper's degradations for each
/// face. Unseen are its two test settings, reduction by 4 and 8, alone ("bicubic_4x", "bicubic_8x")
/// and with blur, noise and compression drawn as in training ("degraded_4x", "degraded_8x").
std::vector<PortraitStyle> degraded_photo_styles();

/// One more draw from all of the paper's degradations: uint8 [S, S, 3] to the same.
Tensor degraded_photo(const Tensor& image, const Random& random);

/// Whether the seen portraits of a data set are such photographs.
bool holds_degraded_photos(const Manifest& manifest);

/// What goes with them: faces stay where they are.
MisalignOptions no_misalignment();

}  // namespace mien
