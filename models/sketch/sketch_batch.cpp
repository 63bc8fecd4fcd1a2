#include "models/sketch/sketch_batch.h"

namespace mien {

std::vector<Variable> judged_maps(const SketchBatch& batch, const Variable& photo) {
  return {batch.sketch, batch.sketch_parsing, photo};
}

Variable judge_loss(PatchGan& judge, const SketchBatch& batch, const Variable& y,
                    Adversary adversary) {
  return discriminator_loss(judge(judged_maps(batch, batch.photo)),
                            judge(judged_maps(batch, y.detach())), targets_of(adversary));
}

DiscriminatorTargets targets_of(Adversary adversary) {
  return {.least_squares = adversary == Adversary::least_squares};
}

}  // namespace mien
