#pragma once

#include <string>

#include "models/options.h"

namespace mien {

/// The options of the systems that turn portraits into faces (FDNN, IFRP).
///
/// The defaults converge on a small budget; the preset "paper" is the recipe of the paper and its
/// code. Where the sources contradict each other both readings are here.
struct RecoveryOptions {
  std::string network;    ///< srn_c, srn_p; FDNN has srn_f alone
  std::string objective;  ///< srn: pixels; srn_dn: and adversarial; ifrp: and identity
  Index width_divisor = 1;
  std::string stn_start = "identity";
  bool discriminator_batch_norm = true;

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

/// Binds the fields to their names, ranges and meanings. `networks` are those the paper has.
void declare(OptionTable& table, RecoveryOptions& options, std::vector<std::string> networks);

/// The recipe of the papers and their code, as TOML: RMSprop at 1e-3 with the group's warm-up.
extern const char* const kPaperPreset;

}  // namespace mien
