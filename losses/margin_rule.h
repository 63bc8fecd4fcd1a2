#pragma once

#include "tensor/tensor.h"

namespace mien {

/// Who is updated in one step of adversarial training: tensors of one element, 1 or 0, to be
/// passed as the gate of an optimiser step.
struct UpdateGates {
  Tensor generator, discriminator;
};

/// Holds back whichever network is too far ahead, so that neither stops learning.
///
/// The discriminator is skipped if either of its errors is below `margin`, the generator if either
/// is above 1 - margin; if both would be skipped, both are updated. A margin of 0 or less switches
/// the rule off. The gates are computed where the errors are, without asking for their values.
///
///   real_error, fake_error  mean binary cross-entropy (natural log) of the discriminator on the
///                           real and on the fake images of this step, one element each
///
/// Throws std::invalid_argument unless both have one element, and for a margin of 1 or more.
/// The alternating training of the released code of IFRP (Shiri et al., WACV 2018) and TANN.
UpdateGates margin_rule(const Tensor& real_error, const Tensor& fake_error, double margin = 0.3);

}  // namespace mien
