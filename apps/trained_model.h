#pragma once

#include <filesystem>
#include <memory>

#include "models/recipe.h"
#include "training/run_options.h"

namespace mien {

/// A model read from a checkpoint or weights file, ready to recover faces.
class TrainedModel {
 public:
  /// It recovers on `device`. `settings` are of the form KEY=VALUE, for options that may change
  /// after training. Throws for files that are missing, damaged or not written by mien-train,
  /// naming the file, and for settings that training has decided otherwise.
  explicit TrainedModel(const std::filesystem::path& path, Device device = kCpu,
                        const std::vector<std::string>& settings = {});

  Recipe& recipe() { return *recipe_; }
  Index size() const { return run_.size; }
  /// "ifrp after 2000 steps, 64x64".
  std::string description() const;

 private:
  std::unique_ptr<Recipe> recipe_;
  RunOptions run_;
  Index step_ = 0;
};

}  // namespace mien
