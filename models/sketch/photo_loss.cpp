#include "models/sketch/photo_loss.h"

#include <memory>

#include "models/backbones/vgg.h"

namespace mien {

PhotoLoss::PhotoLoss(const PhotoLossOptions& options, FeaturePyramid features)
    : options_(options), features_(std::move(features)) {}

SketchBatch PhotoLoss::with_features(SketchBatch batch) const {
  if (compares_features()) {
    batch.photo_features = perceptual_features(batch.photo.value(), features_);
  }
  return batch;
}

void PhotoLoss::add_terms(std::vector<LossTerm>& terms, const SketchBatch& batch, const Variable& y,
                          const Tensor& parts) const {
  if (options_.compositional > 0) {
    terms.push_back({"compositional", options_.compositional,
                     compositional_loss(y, batch.photo, parts, options_.parts)});
  }
  if (compares_features()) {
    terms.push_back({"perceptual", options_.perceptual,
                     perceptual_loss(y, batch.photo_features, features_, options_.distance)});
  }
}

void declare(OptionTable& table, PhotoLossSettings& s) {
  table.add("loss.compositional", s.loss.compositional, "weight of the error part by part",
            at_least(0));
  table.add("loss.delta", s.loss.parts.delta, "share of the whole image in the error by parts",
            between(0, 1));
  table.add("loss.compositional_form", s.compositional_form,
            "parts by their area as ISEGAN prints it, or by the whole as in SCA-GAN's code",
            {"area", "whole"});
  table.add("loss.perceptual", s.loss.perceptual, "weight of the features' error", at_least(0));
  table.add("loss.perceptual_distance", s.perceptual_distance,
            "mean square as in SCA-GAN's code, or its root", {"mean_square", "rms"});
  table.add_path("loss.vgg_weights", s.vgg_weights,
                 "VGG-19 of ImageNet as safetensors; empty leaves the perceptual terms out");
  table.add("loss.vgg_last", s.vgg_last,
            "the last of its layers after relu1_1 and relu3_4; relu3_4 for weights that end there",
            {"relu4_1", "relu3_4"});
}

PhotoLossOptions photo_loss_options(const PhotoLossSettings& s) {
  PhotoLossOptions loss = s.loss;
  if (s.compositional_form == "whole") loss.parts.form = CompositionalForm::whole;
  if (s.perceptual_distance == "rms") loss.distance = FeatureDistance::rms;
  return loss;
}

FeaturePyramid load_features(const PhotoLossSettings& s, Device device) {
  if (s.vgg_weights.empty()) return {};
  std::vector<std::string> taps = {"relu1_1", "relu3_4"};
  if (s.vgg_last != taps.back()) taps.push_back(s.vgg_last);
  const std::shared_ptr<Vgg> vgg = load_vgg(s.vgg_weights, {.depth = 19, .taps = taps});
  vgg->to(device);
  return [vgg](const Variable& x) { return (*vgg)(x); };
}

std::vector<std::string> missing_features(const PhotoLossSettings& s) {
  if (!s.vgg_weights.empty() || s.loss.perceptual == 0) return {};
  return {
      "no VGG-19 weights given (loss.vgg_weights): the losses go without their perceptual term"};
}

void declare_adversarial(OptionTable& table, std::string& adversarial) {
  table.add("loss.adversarial", adversarial,
            "generators' term: -log D, log(1 - D), or squares, which D learns by too",
            {"non_saturating", "min_max", "least_squares"});
}

}  // namespace mien
