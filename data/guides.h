#pragma once

#include <vector>

#include "data/dataset.h"

namespace mien {

/// How far a face is turned to a side, by its 68 landmarks: 0 is frontal, 1 has the tip of the nose
/// (30) above an end of the jaw (0, 16).
///
///   turn = |2 n - a - b| / |b - a|
///
/// n, a and b are those three along the line through the centres of the eyes, so that tilting the
/// head does not count.
///   landmarks  float32 [68, 2]
double turn_of(const Tensor& landmarks);

/// How far eyes are open: the height over the width, the mean of both eyes; about 0.3 as one looks,
/// below 0.15 closed. Soukupova and Cech, "Real-Time Eye Blink Detection using Facial Landmarks",
/// CVWW 2016, eq. (1).
///   landmarks  float32 [68, 2]
double eye_openness(const Tensor& landmarks);

/// For each face the photo that guides its restoration: of the other photos of the same person with
/// open eyes the most frontal one; if there is none with open eyes, the most frontal one.
///
/// The paper picks a frontal photo with open eyes by hand (Li et al., "Learning Warped Guidance for
/// Blind Face Restoration", ECCV 2018, section 4.1).
/// Throws DatasetError for a data set without landmarks and for a person with a single photo.
std::vector<Index> choose_guides(const Dataset& dataset);

}  // namespace mien
