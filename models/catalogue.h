#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "models/recipe.h"

namespace mien {

/// One system of the papers, as `mien-train --list` shows it.
struct CatalogueEntry {
  std::string name;
  std::string paper;    ///< authors, venue, year
  std::string summary;  ///< one line
  std::function<std::unique_ptr<Recipe>()> make;
};

/// Every system there is.
const std::vector<CatalogueEntry>& catalogue();

/// The recipe of the given name. Throws std::invalid_argument naming the nearest one otherwise.
std::unique_ptr<Recipe> make_recipe(const std::string& name);

}  // namespace mien
