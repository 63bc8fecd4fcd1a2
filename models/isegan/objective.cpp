#include "models/isegan/objective.h"

namespace mien {

IseganObjective::IseganObjective(const IseganLossOptions& options, PatchGan& d_1, PatchGan& d_par,
                                 PatchGan& d_2, FeaturePyramid features)
    : options_(options),
      d_1_(d_1),
      d_par_(d_par),
      d_2_(d_2),
      photo_loss_(options.photo, std::move(features)) {
  check(options.alpha >= 0 && options.alpha <= 1, "ISEGAN: alpha must be in [0, 1], got ",
        options.alpha);
}

Variable IseganObjective::d_1_loss(const SketchBatch& batch, const PhotoAndParsing& y) {
  return judge_loss(d_1_, batch, y.photo, options_.adversary);
}

Variable IseganObjective::d_par_loss(const SketchBatch& batch, const PhotoAndParsing& y) {
  return discriminator_loss(d_par_(batch.photo_parsing), d_par_(y.parsing.detach()),
                            targets_of(options_.adversary));
}

Variable IseganObjective::d_2_loss(const SketchBatch& batch, const Variable& photo) {
  return judge_loss(d_2_, batch, photo, options_.adversary);
}

std::vector<LossTerm> IseganObjective::first_terms(const SketchBatch& batch,
                                                   const PhotoAndParsing& y) {
  std::vector<LossTerm> terms = {
      {"adversarial", options_.alpha,
       generator_loss(d_1_(judged_maps(batch, y.photo)), options_.adversary)},
      {"adversarial_parsing", 1 - options_.alpha,
       generator_loss(d_par_(y.parsing), options_.adversary)}};
  photo_loss_.add_terms(terms, batch, y.photo, y.parsing.value());
  if (options_.parsing > 0) {
    terms.push_back({"parsing", options_.parsing,
                     parsing_matching_loss(y.parsing, batch.photo_parsing, options_.matching)});
  }
  return terms;
}

std::vector<LossTerm> IseganObjective::second_terms(const SketchBatch& batch,
                                                    const PhotoAndParsing& y,
                                                    const Variable& photo) {
  std::vector<LossTerm> terms = {
      {"adversarial", 1, generator_loss(d_2_(judged_maps(batch, photo)), options_.adversary)}};
  photo_loss_.add_terms(terms, batch, photo, y.parsing.value());
  return terms;
}

}  // namespace mien
