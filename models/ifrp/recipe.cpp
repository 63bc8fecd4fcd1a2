#include "models/ifrp/recipe.h"

#include "models/ifrp/networks.h"
#include "models/recovery/portrait_recipe.h"

namespace mien {

std::unique_ptr<Recipe> make_ifrp() {
  RecoveryOptions defaults;
  defaults.network = "srn_c";
  defaults.objective = "ifrp";
  defaults.learning_rate = 1e-4;  // above it, transformers turn away from real faces for good
  const auto make = [](const RecoveryOptions& o, Index size) -> std::unique_ptr<Generator> {
    const SrnOptions options{
        .size = size, .width_divisor = o.width_divisor, .start = transformer_start(o)};
    if (o.network == "srn_c") return std::make_unique<SrnC>(options);
    return std::make_unique<SrnP>(options);
  };
  return std::make_unique<PortraitRecipe>(
      PortraitRecipe::System{.name = "ifrp",
                             .defaults = defaults,
                             .objectives = {"srn", "srn_dn", "ifrp"},
                             .networks = {"srn_c", "srn_p"},
                             .make = make});
}

}  // namespace mien
