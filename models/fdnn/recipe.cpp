#include "models/fdnn/recipe.h"

#include "models/ifrp/networks.h"
#include "models/recovery/portrait_recipe.h"

namespace mien {

std::unique_ptr<Recipe> make_fdnn() {
  RecoveryOptions defaults;
  defaults.network = "srn_f";
  defaults.objective = "srn_dn";
  const auto make = [](const RecoveryOptions& o, Index size) -> std::unique_ptr<Generator> {
    return std::make_unique<SrnP>(
        SrnOptions{.size = size, .width_divisor = o.width_divisor, .transformers = false});
  };
  return std::make_unique<PortraitRecipe>("fdnn", defaults, std::vector<std::string>{"srn_f"},
                                          make);
}

}  // namespace mien
