#pragma once

#include <functional>
#include <vector>

#include "autograd/variable.h"

namespace mien {

/// Maps an image batch to features, such as the activations of VGG-19 at relu3_2.
using FeatureNetwork = std::function<Variable(const Variable& images)>;

/// Distance in the feature space of a fixed network: mean of (features(y) - target_features)^2.
///
///   y                [N, H, W, C], pixels as the network expects them
///   target_features  as `features` returns them for the target: `perceptual_features`
///
/// The targets' features come precomputed, so that one batch needs them once however often it is
/// compared. Gradients flow through the network to y, not to the network's weights, as long as
/// those are constants or are not asked for.
/// Throws std::invalid_argument unless features(y) has the shape of target_features.
/// Johnson et al., "Perceptual Losses for Real-Time Style Transfer and Super-Resolution",
/// ECCV 2016, eq. (2); the identity loss of IFRP (Shiri et al., WACV 2018).
Variable perceptual_loss(const Variable& y, const Tensor& target_features,
                         const FeatureNetwork& features);

/// The features of `target`; nothing is recorded.
Tensor perceptual_features(const Tensor& target, const FeatureNetwork& features);

/// Maps an image batch to features of several layers.
using FeaturePyramid = std::function<std::vector<Variable>(const Variable& images)>;

/// How the distance at one layer is taken.
enum class FeatureDistance {
  mean_square,
  rms,  ///< the root of the mean square, with 1e-12 under the root
};

/// The same over several layers: the sum of their distances, unweighted.
///
/// Throws std::invalid_argument unless there are as many layers, of the same shapes.
/// ISEGAN prints norms of relu1_1, relu3_4 and relu4_1 of VGG-19; the code of SCA-GAN takes mean
/// squares.
Variable perceptual_loss(const Variable& y, const std::vector<Tensor>& target_features,
                         const FeaturePyramid& features,
                         FeatureDistance distance = FeatureDistance::mean_square);

/// The features of `target` at those layers; nothing is recorded.
std::vector<Tensor> perceptual_features(const Tensor& target, const FeaturePyramid& features);

}  // namespace mien
