#pragma once

#include "losses/compositional.h"
#include "losses/perceptual.h"
#include "models/loss_term.h"
#include "models/options.h"
#include "models/sketch/sketch_batch.h"

namespace mien {

struct PhotoLossOptions {
  double compositional = 10;  ///< lambda
  double perceptual = 5;      ///< gamma
  CompositionalOptions parts = {};
  FeatureDistance distance = FeatureDistance::mean_square;
};

/// How ISEGAN and SCA-GAN compare a photograph y with the true one: 10 L_cmp(y) + 5 L_per(y), part
/// by part and by the features of a network. A term whose weight is 0 is left out.
class PhotoLoss {
 public:
  /// Without `features`, which take images in [-1, 1], there is no perceptual term.
  explicit PhotoLoss(const PhotoLossOptions& options, FeaturePyramid features = {});

  /// The batch with the features of its photographs, which every perceptual term of it compares
  /// with. Without them these terms throw std::invalid_argument.
  SketchBatch with_features(SketchBatch batch) const;

  /// Adds the terms "compositional" and "perceptual" of y; `parts` [N, S, S, P] are constants.
  void add_terms(std::vector<LossTerm>& terms, const SketchBatch& batch, const Variable& y,
                 const Tensor& parts) const;

 private:
  bool compares_features() const { return features_ && options_.perceptual > 0; }

  PhotoLossOptions options_;
  FeaturePyramid features_;
};

/// A PhotoLoss as users choose it. The defaults are ISEGAN's.
struct PhotoLossSettings {
  PhotoLossOptions loss = {};
  std::string compositional_form = "area", perceptual_distance = "mean_square";
  std::string vgg_weights = {};  ///< ImageNet's VGG-19 as safetensors; "" leaves its term out
  std::string vgg_last = "relu4_1";
};

/// Binds the fields to their names, ranges and meanings.
void declare(OptionTable& table, PhotoLossSettings& settings);

/// The strings turned into what PhotoLoss understands.
PhotoLossOptions photo_loss_options(const PhotoLossSettings& settings);

/// The maps of VGG-19 up to the last layer asked for, on `device`; none where no weights are given.
/// Throws as load_vgg does.
FeaturePyramid load_features(const PhotoLossSettings& settings, Device device);

/// What a run goes without if there are no features, though their term weighs something.
std::vector<std::string> missing_features(const PhotoLossSettings& settings);

/// Binds "loss.adversarial", one of non_saturating, min_max and least_squares.
void declare_adversarial(OptionTable& table, std::string& adversarial);

}  // namespace mien
