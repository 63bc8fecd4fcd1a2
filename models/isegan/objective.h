#pragma once

#include "losses/adversarial.h"
#include "losses/compositional.h"
#include "losses/parsing_matching.h"
#include "losses/perceptual.h"
#include "models/isegan/networks.h"
#include "models/loss_term.h"
#include "models/patchgan/networks.h"

namespace mien {

/// What ISEGAN learns from.
struct IseganBatch {
  Variable sketch;                          ///< X    [N, S, S, 1] in [-1, 1]
  Variable sketch_parsing;                  ///< P_s  [N, S, S, parts]
  Variable photo;                           ///< Y    [N, S, S, 3] in [-1, 1]
  Variable photo_parsing;                   ///< P_p  [N, S, S, parts], probabilities
  std::vector<Tensor> photo_features = {};  ///< of Y, for both stages: see with_features
};

struct IseganLossOptions {
  double alpha = 0.3;         ///< share of D_1 in stage I's adversarial term; D_par has the rest
  double compositional = 10;  ///< lambda
  double perceptual = 5;      ///< gamma
  double parsing = 10;        ///< mu
  CompositionalOptions parts = {};
  ParsingMatchingOptions matching = {};
  FeatureDistance distance = FeatureDistance::mean_square;
  /// least_squares changes what the discriminators minimise too.
  Adversary adversary = Adversary::non_saturating;
};

/// The losses of both stages of ISEGAN:
///
///   stage I   alpha l_1 + (1 - alpha) l_par + 10 L_cmp(Y1) + 5 L_per(Y1) + 10 L_PM
///   stage II  l_2 + 10 L_cmp(Y2) + 5 L_per(Y2)
///
/// D_1 and D_2 see sketch, its parsing and a photograph joined, D_par a parsing alone. L_cmp weighs
/// the parts of P_int, as constants. A term whose weight is 0 is left out.
class IseganObjective {
 public:
  /// Without `features`, which take images in [-1, 1], there are no perceptual terms. The networks
  /// must outlive the objective.
  IseganObjective(const IseganLossOptions& options, PatchGan& d_1, PatchGan& d_par, PatchGan& d_2,
                  FeaturePyramid features = {});

  /// The batch with the features of its photographs, which the perceptual terms of both stages
  /// compare with. Without them these terms throw std::invalid_argument.
  IseganBatch with_features(IseganBatch batch) const;

  /// What the discriminators minimise; no gradient flows into the generators.
  Variable d_1_loss(const IseganBatch& batch, const PhotoAndParsing& y);
  Variable d_par_loss(const IseganBatch& batch, const PhotoAndParsing& y);
  Variable d_2_loss(const IseganBatch& batch, const Variable& photo);

  /// What stage I minimises.
  std::vector<LossTerm> first_terms(const IseganBatch& batch, const PhotoAndParsing& y);
  /// What stage II minimises for its `photo`; `y` is stage I's result.
  std::vector<LossTerm> second_terms(const IseganBatch& batch, const PhotoAndParsing& y,
                                     const Variable& photo);

 private:
  DiscriminatorTargets targets() const;
  bool compares_features() const { return features_ && options_.perceptual > 0; }
  void add_image_terms(std::vector<LossTerm>& terms, const IseganBatch& batch,
                       const Variable& photo, const Variable& parsing) const;

  IseganLossOptions options_;
  PatchGan &d_1_, &d_par_, &d_2_;
  FeaturePyramid features_;
};

}  // namespace mien
