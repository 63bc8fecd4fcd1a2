#include "models/isegan/options.h"

#include "models/narrowed.h"

namespace mien {

void declare(OptionTable& table, IseganRecipeOptions& o) {
  const OptionRange share = between(0, 1), not_negative = at_least(0);
  table.add("width_divisor", o.width_divisor, "divides all widths, for small machines",
            between(1, 64));
  table.add("dip.fusion", o.fusion, "where sketch and parsing meet in DIP-GAN",
            {"first_block", "bottleneck"});
  table.add("dip.norm", o.norm, "of DIP-GAN's decoder; SPADE by the sketch's parsing",
            {"instance", "spade", "spade_and_features"});
  table.add("dip.shortcut", o.shortcut, "what SPADE's result is added to",
            {"none", "normalised", "input"});
  table.add("dip.dropout", o.dropout, "in DIP-GAN's first three stages after the bottleneck",
            between(0, 0.9));
  table.add("se.parsing", o.parsing_seen,
            "what SE-GAN sees: the sketch's parsing and stage I's, or the sketch's alone",
            {"both", "sketch"});
  table.add("stage", o.recovered, "whose photographs evaluation and recovery show",
            {"second", "first"}, OnResume::may_change);
  table.add("patch_padding", o.patch_padding, "of the discriminators; 2 in the code of SCA-GAN",
            between(1, 2));

  table.add("loss.alpha", o.loss.alpha, "share of D_1 in stage I's adversarial term", share);
  table.add("loss.parsing", o.loss.parsing, "weight of the parsing's error", not_negative);
  table.add("loss.beta", o.loss.matching.beta, "share of the whole map in the parsing's error",
            share);
  table.add("loss.parsing_norm", o.parsing_norm,
            "root of the mean square, norm as printed, or mean square",
            {"rms", "norm", "mean_square"});
  declare(table, o.photo);
  declare_adversarial(table, o.adversarial);
  declare_adam(table, o.adam);
}

IseganLossOptions loss_options(const IseganRecipeOptions& o) {
  IseganLossOptions loss = o.loss;
  loss.photo = photo_loss_options(o.photo);
  loss.matching.norm = o.parsing_norm == "rms"    ? ParsingNorm::rms
                       : o.parsing_norm == "norm" ? ParsingNorm::norm
                                                  : ParsingNorm::mean_square;
  loss.adversary = adversary_named(o.adversarial);
  return loss;
}

DipGan::Options dip_options(const IseganRecipeOptions& o, Index size) {
  check(o.norm != "instance" || o.shortcut == "none",
        "isegan: dip.norm=instance has no shortcut; set dip.shortcut=none");
  DipGan::Options dip{.size = size,
                      .width = narrowed(64, o.width_divisor),
                      .dropout = o.dropout,
                      .spade_hidden = narrowed(128, o.width_divisor)};
  if (o.fusion == "bottleneck") dip.fusion = Fusion::bottleneck;
  dip.norm = o.norm == "instance" ? DipNorm::instance
             : o.norm == "spade"  ? DipNorm::spade
                                  : DipNorm::spade_and_features;
  dip.shortcut = o.shortcut == "none"         ? Spade::Shortcut::none
                 : o.shortcut == "normalised" ? Spade::Shortcut::normalised
                                              : Spade::Shortcut::input;
  return dip;
}

}  // namespace mien
