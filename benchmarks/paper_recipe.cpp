#include "benchmarks/paper_recipe.h"

#include "models/catalogue.h"
#include "training/run_options.h"

namespace mien {

std::shared_ptr<Recipe> paper_recipe(const std::string& system,
                                     const std::vector<std::string>& settings, Index size,
                                     Device device) {
  std::shared_ptr<Recipe> recipe = make_recipe(system);
  RunOptions run;
  OptionTable options;
  declare(options, run);
  recipe->declare(options);
  options.read_toml(recipe->preset("paper"), "paper");
  for (const std::string& setting : settings) options.set(setting);
  recipe->build(size);
  recipe->to(device);
  recipe->initialize(1);
  return recipe;
}

}  // namespace mien
