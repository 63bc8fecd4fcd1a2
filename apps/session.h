#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "apps/common_options.h"
#include "apps/training_session.h"
#include "data/dataset.h"
#include "models/recipe.h"
#include "training/run_options.h"

namespace mien {

/// A model, its options and the run's, bound to one table; what mien-train works on.
struct Session {
  /// Throws std::invalid_argument for an unknown model.
  explicit Session(const std::string& model);

  std::unique_ptr<Recipe> recipe;
  OptionTable table;
  RunOptions run;
  std::optional<Dataset> data;  ///< once it is open
};

/// Recipe files first, then flags, then --set: the later wins.
void apply_settings(Session& session, const SessionRequest& request);

/// Prints the model, every option, the device and the environment.
void print_session(const Session& session, const CommonOptions& common, const std::string& out);

/// Networks on a device.
void build_networks(Session& session, Device device);
/// The same with their first random weights, and what training needs besides.
void make_networks(Session& session, Device device);

/// Where the run in folder `out` has its data. Throws UsageError unless the options say that.
std::filesystem::path data_folder(const Session& session, const std::filesystem::path& out);

/// Opens the data if it is not open yet. Throws unless it fits the options.
void open_data(Session& session, const std::filesystem::path& folder);

}  // namespace mien
