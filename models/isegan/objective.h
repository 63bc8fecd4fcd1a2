#pragma once

#include "losses/parsing_matching.h"
#include "models/isegan/networks.h"
#include "models/sketch/photo_loss.h"

namespace mien {

struct IseganLossOptions {
  double alpha = 0.3;   ///< share of D_1 in stage I's adversarial term; D_par has the rest
  double parsing = 10;  ///< mu
  PhotoLossOptions photo = {};
  ParsingMatchingOptions matching = {};
  /// least_squares changes what the discriminators minimise too.
  Adversary adversary = Adversary::non_saturating;
};

/// The losses of both stages of ISEGAN:
///
///   stage I   alpha l_1 + (1 - alpha) l_par + 10 L_cmp(Y1) + 5 L_per(Y1) + 10 L_PM
///   stage II  l_2 + 10 L_cmp(Y2) + 5 L_per(Y2)
///
/// D_1 and D_2 see sketch, its parsing and a photograph joined, D_par a parsing alone. L_cmp weighs
/// the parts of P_int, as constants. A term whose weight is 0 is left out, but for the adversarial
/// ones.
class IseganObjective {
 public:
  /// Without `features`, which take images in [-1, 1], there are no perceptual terms. The networks
  /// must outlive the objective.
  IseganObjective(const IseganLossOptions& options, PatchGan& d_1, PatchGan& d_par, PatchGan& d_2,
                  FeaturePyramid features = {});

  /// See PhotoLoss.
  SketchBatch with_features(SketchBatch batch) const {
    return photo_loss_.with_features(std::move(batch));
  }

  /// What the discriminators minimise; no gradient flows into the generators.
  Variable d_1_loss(const SketchBatch& batch, const PhotoAndParsing& y);
  Variable d_par_loss(const SketchBatch& batch, const PhotoAndParsing& y);
  Variable d_2_loss(const SketchBatch& batch, const Variable& photo);

  /// What stage I minimises.
  std::vector<LossTerm> first_terms(const SketchBatch& batch, const PhotoAndParsing& y);
  /// What stage II minimises for its `photo`; `y` is stage I's result.
  std::vector<LossTerm> second_terms(const SketchBatch& batch, const PhotoAndParsing& y,
                                     const Variable& photo);

 private:
  IseganLossOptions options_;
  PatchGan &d_1_, &d_par_, &d_2_;
  PhotoLoss photo_loss_;
};

}  // namespace mien
