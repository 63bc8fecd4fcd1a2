#include "models/sketch/sketch_batch.h"

#include "autograd/ops/slice.h"

namespace mien {

Variable joined(const SketchBatch& batch, const Variable& photo) {
  return concat({batch.sketch, batch.sketch_parsing, photo}, 3);
}

Variable judge_loss(PatchGan& judge, const SketchBatch& batch, const Variable& y,
                    Adversary adversary) {
  return discriminator_loss(judge(joined(batch, batch.photo)), judge(joined(batch, y.detach())),
                            targets_of(adversary));
}

DiscriminatorTargets targets_of(Adversary adversary) {
  return {.least_squares = adversary == Adversary::least_squares};
}

}  // namespace mien
