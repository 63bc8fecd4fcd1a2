#pragma once

#include <string>
#include <vector>

#include "data/dataset.h"

namespace mien {

/// The fields `guide` and `guide_landmarks` of samples: another photo for each face. What these
/// fields are stands in data/sample_fields.h.

/// For each face of the data set the number of its guide. With the column "same" it is the one
/// chosen for it, or else the next photo of the same person, the first one after the last; with
/// "other" the first photo of the next person of the split.
/// Throws std::invalid_argument for other columns, DatasetError where nobody else or no other photo
/// can guide.
std::vector<std::size_t> place_guides(const Dataset& dataset,
                                      const std::vector<std::string>& columns);

/// Write what belongs to one face, mirrored if so wished: its guide, float32 [S, S, 3] in [-1, 1],
/// or the landmarks of the guide, float32 [68, 2] in pixels.
void read_guide(const Dataset& dataset, Index face, const std::vector<std::size_t>& guides,
                bool mirrored, float* to);
void read_guide_landmarks(const Dataset& dataset, Index face,
                          const std::vector<std::size_t>& guides, bool mirrored, float* to);

}  // namespace mien
