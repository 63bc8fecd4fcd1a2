#pragma once

#include "data/make_portraits.h"

namespace mien {

/// By how much a tiny face is smaller than the image that shows it.
inline constexpr Index kTinyFactor = 8;

/// The name of the one style of tiny faces.
inline constexpr const char* kTinyStyle = "tiny";

/// Tiny faces, in place of paintings: what TANN sees.
///
/// An image of S x S pixels shows a face of S/8 x S/8: it is reduced (antialiased bicubic, rounded
/// to 8 bits), then each of its pixels is repeated 8 x 8 times. So a data set, its pictures and the
/// row "portrait" of an evaluation stay of one size, and the mean of each block is the tiny face.
/// Throws std::invalid_argument unless 8 divides S.
///
/// Goes with `PortraitsOptions::first_photo` and faces of which the first of each person is
/// frontal: data/make_faces.h draws such ones with `turned`.
std::vector<PortraitStyle> tiny_face_styles();

}  // namespace mien
