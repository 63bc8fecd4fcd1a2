#pragma once

#include <functional>

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

}  // namespace mien
