#pragma once

#include "metrics/measure.h"

namespace mien {

/// What a network tells of images: uint8 [N, H, W, 3] to float32 [N, D].
using DescribeImages = std::function<Tensor(const Tensor& images)>;
/// What a network tells of images beside others: two of uint8 [N, H, W, 3] to float32 [N].
using CompareImages = std::function<Tensor(const Tensor& images, const Tensor& references)>;

/// Columns `fsim` and `fsim_color`: means of both over pairs. A batch with a pair that `fsim`
/// refuses throws as it does and does not count.
std::unique_ptr<Measure> measure_fsim();

/// Column `lpips`: the mean of a learned distance over pairs, by the network that `network` names.
std::unique_ptr<Measure> measure_lpips(CompareImages distance, const std::string& network);

/// Column `fid`: `frechet_distance` of the features of pictures and of photographs. A photograph
/// that has several pictures counts once for each. NaN for fewer than two.
std::unique_ptr<Measure> measure_fid(DescribeImages features);

/// What a network that knows people makes of the pictures (IFRP, section 5):
///
///   frr_top5     `hit_rate` of pictures among photographs, of one style at a time, then the mean
///   fcr_top5     `hit_rate` of pictures of one style among those of another, the mean over all
///                ordered pairs of styles; NaN of a single style
///   vr_far0.1%   `verification_rate` of pictures beside photographs at 0.1 % false acceptance, of
///                one style at a time, then the mean of the styles that tell: one that shows a
///                single person has no strangers
///
/// Throws std::invalid_argument for descriptors that are not finite.
std::unique_ptr<Measure> measure_identity(DescribeImages descriptor);

/// Column `nlda`: `best_rate` of `null_space_lda` on grey, 20 splits. Of 338 people 150 train the
/// classifier, of another number the same share, or half as many as there are pixels, if those are
/// fewer; of each person the first picture counts. NaN where fewer than two people would train.
std::unique_ptr<Measure> measure_recognition();

}  // namespace mien
