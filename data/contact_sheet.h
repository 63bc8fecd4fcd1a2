#pragma once

#include "data/dataset.h"

namespace mien {

/// A picture of what a data set holds: uint8 [H, W, 3].
///
/// Faces stand in rows of eight. Portraits stand beside their face, one column for each style under
/// its name; people of the test split are shown first, since they have portraits in all styles.
/// `count` faces are taken, evenly spread, or as many as there are.
/// Throws std::invalid_argument unless count is positive.
Tensor contact_sheet(const Dataset& dataset, Index count);

}  // namespace mien
