#include "losses/adversarial.h"

#include "autograd/ops/arithmetic.h"
#include "autograd/ops/cross_entropy.h"
#include "losses/mse.h"

namespace mien {
namespace {

// The error of logits against targets of the same shape.
Variable error_of(const Variable& z, const Variable& target, bool least_squares) {
  return least_squares ? mse_loss(z, target) : binary_cross_entropy_with_logits(z, target);
}

Variable filled_like(const Variable& z, double value) {
  return Variable(full(z.shape(), value, z.dtype(), z.device()));
}

}  // namespace

Adversary adversary_named(const std::string& name) {
  if (name == "non_saturating") return Adversary::non_saturating;
  if (name == "min_max") return Adversary::min_max;
  if (name == "as_written") return Adversary::as_written;
  check(name == "least_squares", "adversary: there is no \"", name,
        "\"; expected non_saturating, min_max, as_written or least_squares");
  return Adversary::least_squares;
}

Variable generator_loss(const Variable& fake_logits, Adversary adversary) {
  const auto error_against = [&](double target) {
    return error_of(fake_logits, filled_like(fake_logits, target),
                    adversary == Adversary::least_squares);
  };
  switch (adversary) {
    case Adversary::non_saturating:
    case Adversary::least_squares:
      return error_against(1);
    case Adversary::min_max:
      return -error_against(0);
    case Adversary::as_written:
      return -error_against(1);
  }
  throw std::logic_error("generator_loss: not an Adversary");
}

Variable discriminator_loss(const Variable& logits, Index real_count,
                            const DiscriminatorTargets& targets) {
  check(logits.rank() >= 1, "discriminator_loss: logits must be [N, ...], got a scalar");
  check(0 <= real_count && real_count <= logits.dim(0), "discriminator_loss: ", real_count,
        " real images in a batch of ", logits.dim(0));
  const Variable t = filled_like(logits, targets.fake);
  Tensor real = t.value().slice(0, real_count);
  fill(real, targets.real);
  return error_of(logits, t, targets.least_squares);
}

Variable discriminator_loss(const Variable& real_logits, const Variable& fake_logits,
                            const DiscriminatorTargets& targets) {
  const auto error = [&](const Variable& z, double target) {
    return error_of(z, filled_like(z, target), targets.least_squares);
  };
  return (error(real_logits, targets.real) + error(fake_logits, targets.fake)) * 0.5;
}

DiscriminatorErrors discriminator_errors(const Variable& logits, Index real_count,
                                         const DiscriminatorTargets& targets) {
  check(logits.rank() >= 1 && 0 < real_count && real_count < logits.dim(0),
        "discriminator_errors: needs real and fake rows, got ", real_count, " real ones of logits ",
        logits.shape());
  const auto error_of_rows = [&](Index begin, Index end, double target) {
    const Variable z(logits.value().slice(begin, end));
    return error_of(z, filled_like(z, target), targets.least_squares).value();
  };
  return {.real = error_of_rows(0, real_count, targets.real),
          .fake = error_of_rows(real_count, logits.dim(0), targets.fake)};
}

}  // namespace mien
