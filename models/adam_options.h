#pragma once

#include <memory>

#include "layers/module.h"
#include "models/options.h"
#include "optim/adam.h"

namespace mien {

/// Adam as pix2pix and what is built on it have it.
inline constexpr Adam::Options kPix2pixAdam = {.learning_rate = 2e-4, .beta1 = 0.5, .beta2 = 0.999};

/// Binds what a recipe lets users choose of Adam: optimizer.learning_rate, optimizer.adam_beta1 and
/// optimizer.adam_beta2.
void declare_adam(OptionTable& table, Adam::Options& options);

/// Adam for all parameters of a network.
std::unique_ptr<Optimizer> make_adam(const Module& module, const Adam::Options& options);

}  // namespace mien
