#pragma once

#include <string>

#include "layers/spatial_transformer.h"
#include "models/options.h"

namespace mien {

/// The options that the systems which turn portraits into faces share (FDNN, IFRP, AFRP).
///
/// The defaults converge on a small budget; the preset "paper" is the recipe of the paper and its
/// code. Where the sources contradict each other both readings are here.
struct RecoveryOptions {
  std::string network;    ///< which generator
  std::string objective;  ///< one of Objectives
  Index width_divisor = 1;
  std::string stn_start = "identity";

  std::string reduction = "mean";  ///< of the pixel and identity loss
  std::string adversarial = "non_saturating";
  double adversarial_weight = 1e-2;  ///< lambda
  double adversarial_decay = 0.995;  ///< per epoch, down to half of it
  double margin = 0.3;               ///< of the alternating update; 0 turns the rule off

  double identity_weight = -1;  ///< eta; negative: what suits the weights' input
  double identity_decay = 1;
  std::string identity_decay_per = "epoch";
  std::string vgg_weights;  ///< safetensors file; "" takes random filters
  bool vgg_padding = false;

  std::string optimizer = "adam";
  double learning_rate = 5e-4;
  double learning_rate_decay = 0.99;  ///< per epoch
  double learning_rate_floor = 1e-6;
  double adam_beta1 = 0.5, adam_beta2 = 0.999;
  double rmsprop_beta = 0.9;
  bool rmsprop_warm_up = true;
  bool rmsprop_epsilon_inside = false;
};

/// A system's names for its ablations: pixels alone; and adversarial; and identity, where it has
/// that.
struct Objectives {
  std::string pixel, adversarial, identity;
};

/// Bind the fields to their names, ranges and meanings: those of the networks, of spatial
/// transformers where they have some, and of losses and optimisers. `networks` are the generators
/// the paper has, to choose from if there are any.
void declare_networks(OptionTable& table, RecoveryOptions& options,
                      const std::vector<std::string>& networks, const Objectives& objectives);
void declare_transformers(OptionTable& table, RecoveryOptions& options);
void declare_training(OptionTable& table, RecoveryOptions& options, const Objectives& objectives);

/// How the option `stn_start` says transformers start.
SpatialTransformer::Start transformer_start(const RecoveryOptions& options);

/// The recipe of the papers and their code, as TOML: RMSprop at 1e-3 with the group's warm-up.
extern const char* const kPaperPreset;

}  // namespace mien
