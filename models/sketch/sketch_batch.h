#pragma once

#include "losses/adversarial.h"
#include "models/patchgan/networks.h"

namespace mien {

inline constexpr Index kFaceParts = 8;  ///< of a parsing

/// What systems learn from that turn sketches and their parsings into photographs.
struct SketchBatch {
  Variable sketch;                          ///< X    [N, S, S, 1] in [-1, 1]
  Variable sketch_parsing;                  ///< P_s  [N, S, S, parts]
  Variable photo;                           ///< Y    [N, S, S, 3] in [-1, 1]
  Variable photo_parsing = {};              ///< P_p  [N, S, S, parts], or undefined
  std::vector<Tensor> photo_features = {};  ///< of Y, for all who compare: see PhotoLoss
};

/// What discriminators judge: sketch, its parsing and a photograph, side by side.
std::vector<Variable> judged_maps(const SketchBatch& batch, const Variable& photo);

/// What a discriminator of judged_maps() minimises, `y` being a generator's photograph into which
/// no gradient flows. With Adversary::least_squares it learns by squares.
Variable judge_loss(PatchGan& judge, const SketchBatch& batch, const Variable& y,
                    Adversary adversary);

/// The targets that go with a generator's term.
DiscriminatorTargets targets_of(Adversary adversary);

}  // namespace mien
