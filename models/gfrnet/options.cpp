#include "models/gfrnet/options.h"

namespace mien {

void declare(OptionTable& table, GfrnetRecipeOptions& o) {
  const OptionRange share = between(0, 1), not_negative = at_least(0);
  table.add("variant", o.variant, "full; or RecNet alone, with the guide (-W) or without (-WG)",
            {"full", "no_warp", "no_guide"});
  table.add("guide", o.guide, "whose photograph guides: the same person's, or another's (R)",
            {"same", "other"});
  table.add("width_divisor", o.width_divisor, "divides all widths, for small machines",
            between(1, 64));
  table.add("width_factor", o.width_factor, "multiplies them: 2 and 1.32 for -W2 and -WG2",
            between(0.05, 4));
  table.add("recnet_widest", o.recnet_widest, "channels RecNet does not go beyond; 512 is pix2pix",
            between(64, 1024));
  table.add("encoder_slope", o.encoder_slope, "of the encoders' leaky ReLU; 0 is ReLU", share);
  table.add("dropout", o.dropout, "in RecNet's first three stages after the bottleneck",
            between(0, 0.9));

  table.add("loss.pixel", o.loss.pixel, "weight of the squared error", not_negative);
  table.add("loss.feature", o.loss.feature, "weight of the features' squared error", not_negative);
  table.add("loss.global", o.loss.global, "weight of the discriminator of the whole", not_negative);
  table.add("loss.local", o.loss.local, "weight of the discriminator of the face", not_negative);
  table.add("loss.landmark", o.loss.landmark, "weight of the flow at landmarks; -F has 0",
            not_negative);
  table.add("loss.variation", o.loss.variation, "weight of the flow's smoothness; -F has 0",
            not_negative);
  table.add("loss.landmark_form", o.landmark_form,
            "mean over the map as in the code, or sum over points as printed", {"map", "points"});
  table.add("loss.variation_form", o.variation_form,
            "mean as in the code, sum as printed, or mean of the flow less the identity",
            {"mean", "sum", "minus_identity"});
  table.add("loss.adversarial", o.adversarial, "generator's term: -log D or log(1 - D)",
            {"non_saturating", "min_max"});
  table.add("loss.real_label", o.loss.real_label, "what discriminators should say of real faces",
            between(0.5, 1));
  table.add_path("loss.vgg_weights", o.vgg_weights,
                 "VGG-16 of faces as safetensors; empty leaves the feature term out");
  table.add("loss.vgg_tap", o.vgg_tap, "its layer: \"Conv-4\" of the paper",
            {"relu2_2", "relu4_1", "relu4_2", "relu4_3"});

  table.add("warp_steps", o.warp_steps, "WarpNet learns alone for so many steps at first",
            not_negative);
  declare_adam(table, o.adam);
  table.add("optimizer.learning_rate_factor", o.learning_rate_factor, "on it, at most twice",
            shrinking());
  table.add("optimizer.learning_rate_epochs", o.learning_rate_epochs, "epochs until then",
            at_least(1));
}

GfrnetLossOptions loss_options(const GfrnetRecipeOptions& o) {
  GfrnetLossOptions loss = o.loss;
  loss.landmark_form = o.landmark_form == "map" ? LandmarkForm::map : LandmarkForm::points;
  loss.variation_form = o.variation_form == "mean"  ? FlowVariation::mean
                        : o.variation_form == "sum" ? FlowVariation::sum
                                                    : FlowVariation::minus_identity;
  loss.adversary = adversary_named(o.adversarial);
  return loss;
}

const char* const kGfrnetPaperPreset = R"(batch = 1
mirror = true
degrade = true
warp_steps = 101365
[optimizer]
learning_rate = 2e-4
learning_rate_factor = 0.1
learning_rate_epochs = 33
)";

}  // namespace mien
