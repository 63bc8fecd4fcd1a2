#include "models/isegan/objective.h"

#include "autograd/ops/slice.h"

namespace mien {
namespace {

Variable joined(const IseganBatch& batch, const Variable& photo) {
  return concat({batch.sketch, batch.sketch_parsing, photo}, 3);
}

}  // namespace

IseganObjective::IseganObjective(const IseganLossOptions& options, PatchGan& d_1, PatchGan& d_par,
                                 PatchGan& d_2, FeaturePyramid features)
    : options_(options), d_1_(d_1), d_par_(d_par), d_2_(d_2), features_(std::move(features)) {
  check(options.alpha >= 0 && options.alpha <= 1, "ISEGAN: alpha must be in [0, 1], got ",
        options.alpha);
}

DiscriminatorTargets IseganObjective::targets() const {
  return {.least_squares = options_.adversary == Adversary::least_squares};
}

IseganBatch IseganObjective::with_features(IseganBatch batch) const {
  if (compares_features()) {
    batch.photo_features = perceptual_features(batch.photo.value(), features_);
  }
  return batch;
}

Variable IseganObjective::d_1_loss(const IseganBatch& batch, const PhotoAndParsing& y) {
  return discriminator_loss(d_1_(joined(batch, batch.photo)), d_1_(joined(batch, y.photo.detach())),
                            targets());
}

Variable IseganObjective::d_par_loss(const IseganBatch& batch, const PhotoAndParsing& y) {
  return discriminator_loss(d_par_(batch.photo_parsing), d_par_(y.parsing.detach()), targets());
}

Variable IseganObjective::d_2_loss(const IseganBatch& batch, const Variable& photo) {
  return discriminator_loss(d_2_(joined(batch, batch.photo)), d_2_(joined(batch, photo.detach())),
                            targets());
}

void IseganObjective::add_image_terms(std::vector<LossTerm>& terms, const IseganBatch& batch,
                                      const Variable& photo, const Variable& parsing) const {
  if (options_.compositional > 0) {
    terms.push_back({"compositional", options_.compositional,
                     compositional_loss(photo, batch.photo, parsing.value(), options_.parts)});
  }
  if (compares_features()) {
    terms.push_back({"perceptual", options_.perceptual,
                     perceptual_loss(photo, batch.photo_features, features_, options_.distance)});
  }
}

std::vector<LossTerm> IseganObjective::first_terms(const IseganBatch& batch,
                                                   const PhotoAndParsing& y) {
  std::vector<LossTerm> terms = {{"adversarial", options_.alpha,
                                  generator_loss(d_1_(joined(batch, y.photo)), options_.adversary)},
                                 {"adversarial_parsing", 1 - options_.alpha,
                                  generator_loss(d_par_(y.parsing), options_.adversary)}};
  add_image_terms(terms, batch, y.photo, y.parsing);
  if (options_.parsing > 0) {
    terms.push_back({"parsing", options_.parsing,
                     parsing_matching_loss(y.parsing, batch.photo_parsing, options_.matching)});
  }
  return terms;
}

std::vector<LossTerm> IseganObjective::second_terms(const IseganBatch& batch,
                                                    const PhotoAndParsing& y,
                                                    const Variable& photo) {
  std::vector<LossTerm> terms = {
      {"adversarial", 1, generator_loss(d_2_(joined(batch, photo)), options_.adversary)}};
  add_image_terms(terms, batch, photo, y.parsing);
  return terms;
}

}  // namespace mien
