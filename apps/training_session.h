#pragma once

#include <string>
#include <vector>

#include "apps/common_options.h"

namespace mien {

/// What a user asked mien-train for.
struct SessionRequest {
  struct Setting {
    std::string option, value, flag;
  };

  std::string model, out, recipe, graph;
  std::vector<Setting> settings;         ///< from flags
  std::vector<std::string> assignments;  ///< from --set
  bool resume = false, describe = false;
};

/// Resolves the options, opens or makes the data, and trains, describes or draws. Prints the
/// resolved configuration first. Throws UsageError for requests that make no sense.
void run_session(const SessionRequest& request, CommonOptions& common);

}  // namespace mien
