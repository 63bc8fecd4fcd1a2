#pragma once

#include "tensor/functors/host_device.h"

namespace mien::functors {

/// Whether the generator (or else the discriminator) is updated, as 1 or 0, given the
/// discriminator's mean errors on real and on fake images. See losses/margin_rule.h.
struct MarginRule {
  double margin;
  bool for_generator;

  template <class T>
  MIEN_HOST_DEVICE T operator()(T real_error, T fake_error) const {
    const T low(margin), high(1 - margin);
    const bool discriminator_ahead = margin > 0 && (real_error < low || fake_error < low);
    const bool generator_ahead = margin > 0 && (real_error > high || fake_error > high);
    if (discriminator_ahead && generator_ahead) return T(1);
    return T(for_generator ? !generator_ahead : !discriminator_ahead);
  }
};

}  // namespace mien::functors
