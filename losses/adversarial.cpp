#include "losses/adversarial.h"

#include <algorithm>

#include "autograd/grad_mode.h"
#include "autograd/ops/arithmetic.h"
#include "autograd/ops/sigmoid.h"
#include "autograd/ops/sum.h"

namespace mien {
namespace {

// The target of each row, of a shape that broadcasts over the logits.
Variable target_rows(const Variable& logits, Index real_count,
                     const DiscriminatorTargets& targets) {
  Shape shape = logits.shape();
  for (int axis = 1; axis < shape.rank(); ++axis) shape = shape.with(axis, 1);
  Tensor rows = full(shape, targets.fake, logits.dtype());
  Tensor real = rows.slice(0, real_count);
  fill(real, targets.real);
  return Variable(rows);
}

Variable terms(const Variable& z, Index real_count, const DiscriminatorTargets& targets) {
  const Variable t = target_rows(z, real_count, targets);
  if (targets.least_squares) return (z - t) * (z - t);
  return t * softplus(-z) + (1.0 - t) * softplus(z);
}

}  // namespace

Variable generator_loss(const Variable& fake_logits, Adversary adversary) {
  const Variable& z = fake_logits;
  switch (adversary) {
    case Adversary::non_saturating:
      return mean(softplus(-z));
    case Adversary::min_max:
      return -mean(softplus(z));
    case Adversary::as_written:
      return -mean(softplus(-z));
    case Adversary::least_squares:
      return mean((z - 1.0) * (z - 1.0));
  }
  throw std::logic_error("generator_loss: not an Adversary");
}

Variable discriminator_loss(const Variable& logits, Index real_count,
                            const DiscriminatorTargets& targets) {
  check(logits.rank() >= 1, "discriminator_loss: logits must be [N, ...], got a scalar");
  check(0 <= real_count && real_count <= logits.dim(0), "discriminator_loss: ", real_count,
        " real images in a batch of ", logits.dim(0));
  return mean(terms(logits, real_count, targets));
}

DiscriminatorErrors discriminator_errors(const Variable& logits, Index real_count,
                                         const DiscriminatorTargets& targets) {
  check(logits.rank() >= 1 && 0 < real_count && real_count < logits.dim(0),
        "discriminator_errors: needs real and fake rows, got ", real_count, " real ones of logits ",
        logits.shape());
  const NoGrad guard;
  const Tensor each = terms(logits.detach(), real_count, targets).value();
  const auto mean_of = [&](Index begin, Index end) {
    return mean(Variable(each.slice(begin, end))).value();
  };
  return {.real = mean_of(0, real_count), .fake = mean_of(real_count, logits.dim(0))};
}

}  // namespace mien
