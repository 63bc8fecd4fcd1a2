#include "models/fdnn/recipe.h"

#include "models/ifrp/networks.h"
#include "models/recovery/portrait_recipe.h"

namespace mien {

std::unique_ptr<Recipe> make_fdnn() {
  RecoveryOptions defaults;
  defaults.objective = "srn_dn";
  const auto make = [](const RecoveryOptions& o, Index size) -> std::unique_ptr<Generator> {
    return std::make_unique<SrnP>(
        SrnOptions{.size = size, .width_divisor = o.width_divisor, .transformers = false});
  };
  return std::make_unique<PortraitRecipe>(PortraitRecipe::System{
      .name = "fdnn",
      .defaults = defaults,
      .objectives = {"srn", "srn_dn", ""},
      .transformers = false,
      .retired = {"network", "stn_start", "loss.identity_weight", "loss.identity_decay",
                  "loss.identity_decay_per", "loss.vgg_weights", "loss.vgg_padding"},
      .make = make});
}

}  // namespace mien
