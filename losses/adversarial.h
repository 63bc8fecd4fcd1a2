#pragma once

#include <string>

#include "autograd/variable.h"

namespace mien {

// Note [Adversarial losses]
// A discriminator D tells real images from a generator's; the generator G learns to make it fail.
// Everything here works on logits z, before the sigmoid, so that no logarithm meets a 0:
// D = sigmoid(z).

/// What the generator minimises.
enum class Adversary {
  non_saturating,  ///< -log D(G): strong gradients while D is winning
  min_max,         ///< log(1 - D(G)): the value of the game; weak gradients while D is winning
  as_written,      ///< +log D(G): the sign printed in FDNN and IFRP (Eq. 3.3 of the thesis). It
                   ///< teaches G to be recognised, and has no lower bound: for comparison only
  least_squares,   ///< (z - 1)^2
};

/// The adversary of a name, that of its enumerator ("min_max"). Throws std::invalid_argument for
/// others.
Adversary adversary_named(const std::string& name);

/// The generator's adversarial loss, averaged over all elements of `fake_logits`.
///
///   fake_logits  what D says of generated images, any shape      returns a scalar
///
/// Goodfellow et al., "Generative Adversarial Nets", NIPS 2014, eq. (1) and section 3; Mao et al.,
/// "Least Squares Generative Adversarial Networks", ICCV 2017.
Variable generator_loss(const Variable& fake_logits,
                        Adversary adversary = Adversary::non_saturating);

/// What D should say. Numbers below 1 for real images are one-sided label smoothing.
struct DiscriminatorTargets {
  double real = 1;
  double fake = 0;
  bool least_squares = false;  ///< squared error of the logits instead of binary cross-entropy
};

/// The discriminator's loss on a batch of real images followed by generated ones: one average over
/// all elements of the binary cross-entropy  -t log D - (1 - t) log(1 - D).
///
///   logits  [N, ...], of which the first `real_count` rows belong to real images
///
/// With equal halves this is half of  -E log D(real) - E log(1 - D(fake)).
/// Throws std::invalid_argument unless 0 <= real_count <= N.
Variable discriminator_loss(const Variable& logits, Index real_count,
                            const DiscriminatorTargets& targets = {});

/// The same for logits of real and of generated images by themselves, which need not be as many:
/// half of each one's average.
Variable discriminator_loss(const Variable& real_logits, const Variable& fake_logits,
                            const DiscriminatorTargets& targets = {});

/// The two parts of the same loss, averaged each over its own rows: what the margin rule looks at.
struct DiscriminatorErrors {
  Tensor real, fake;  ///< scalars
};

/// Throws std::invalid_argument unless 0 < real_count < N.
DiscriminatorErrors discriminator_errors(const Variable& logits, Index real_count,
                                         const DiscriminatorTargets& targets = {});

}  // namespace mien
