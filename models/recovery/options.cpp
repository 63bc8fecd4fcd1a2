#include "models/recovery/options.h"

namespace mien {
namespace {

void declare_identity(OptionTable& table, RecoveryOptions& o) {
  table.add("loss.identity_weight", o.identity_weight,
            "eta; -1 takes what suits the input range of the VGG weights", at_least(-1));
  table.add("loss.identity_decay", o.identity_decay, "factor on eta, down to half of it",
            shrinking());
  table.add("loss.identity_decay_per", o.identity_decay_per, "when eta decays", {"epoch", "step"});
  table.add_path("loss.vgg_weights", o.vgg_weights,
                 "VGG-19 up to relu3_2 as safetensors; empty takes random filters");
  table.add("loss.vgg_padding", o.vgg_padding, "pad VGG's convolutions; the code does not");
}

}  // namespace

void declare_networks(OptionTable& table, RecoveryOptions& o,
                      const std::vector<std::string>& networks, const Objectives& objectives) {
  if (!networks.empty()) {
    table.add("network", o.network, "generator: see the model's page", networks);
  }
  std::string terms = "terms of the generator's loss: pixels; and adversarial";
  std::vector<std::string> names = {objectives.pixel, objectives.adversarial};
  if (!objectives.identity.empty()) {
    terms += "; and identity";
    names.push_back(objectives.identity);
  }
  table.add("objective", o.objective, terms, names);
  table.add("width_divisor", o.width_divisor, "divides all widths, for small machines",
            between(1, 64));
}

void declare_transformers(OptionTable& table, RecoveryOptions& o) {
  table.add("stn_start", o.stn_start,
            "start of the transformers: identity, or a rotation by 1 radian as the code writes",
            {"identity", "code_faithful"});
}

void declare_training(OptionTable& table, RecoveryOptions& o, const Objectives& objectives) {
  const OptionRange share = between(0, 1);
  const OptionRange positive = above(0), not_negative = at_least(0);
  table.add("loss.reduction", o.reduction, "of squared differences: mean as in the code, or sum",
            {"mean", "sum"});
  table.add("loss.adversarial", o.adversarial,
            "generator's term: -log D, log(1 - D), or +log D as printed in the papers",
            {"non_saturating", "min_max", "as_written"});
  table.add("loss.adversarial_weight", o.adversarial_weight, "lambda", not_negative);
  table.add("loss.adversarial_decay", o.adversarial_decay,
            "factor on lambda per epoch, down to half of it", shrinking());
  table.add("loss.margin", o.margin,
            "a network that is ahead by this much waits for the other; 0 turns the rule off",
            between(0, 0.5));
  if (!objectives.identity.empty()) declare_identity(table, o);

  table.add("optimizer.rule", o.optimizer, "of both networks", {"adam", "rmsprop"});
  table.add("optimizer.learning_rate", o.learning_rate, "step size at the start", positive);
  table.add("optimizer.learning_rate_decay", o.learning_rate_decay, "factor per epoch",
            shrinking());
  table.add("optimizer.learning_rate_floor", o.learning_rate_floor, "never below this",
            not_negative);
  table.add("optimizer.adam_beta1", o.adam_beta1, "memory of the mean gradient", share);
  table.add("optimizer.adam_beta2", o.adam_beta2, "memory of the squared gradient", share);
  table.add("optimizer.rmsprop_beta", o.rmsprop_beta,
            "memory of the squared gradient; the papers' text says 0.01", share);
  table.add("optimizer.rmsprop_warm_up", o.rmsprop_warm_up,
            "start with 1/50 and 1/5 of the step size, as the code does");
  table.add("optimizer.rmsprop_epsilon_inside", o.rmsprop_epsilon_inside,
            "epsilon under the root, as the papers' text writes");
}

SpatialTransformer::Start transformer_start(const RecoveryOptions& o) {
  return o.stn_start == "identity" ? SpatialTransformer::Start::identity
                                   : SpatialTransformer::Start::code_faithful;
}

const char* const kPaperPreset = R"(mirror = false
repaint = 0.0
[optimizer]
rule = "rmsprop"
learning_rate = 1e-3
learning_rate_decay = 0.99
[loss]
adversarial_weight = 1e-2
adversarial_decay = 0.995
margin = 0.3
)";

}  // namespace mien
