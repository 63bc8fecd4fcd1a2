#pragma once

#include <filesystem>
#include <memory>

#include "models/recipe.h"
#include "training/run_options.h"

namespace mien {

/// A model read from a checkpoint or weights file, ready to recover faces.
class TrainedModel {
 public:
  /// It recovers on `device`. Throws for files that are missing, damaged or not written by
  /// mien-train, naming the file.
  explicit TrainedModel(const std::filesystem::path& path, Device device = kCpu);

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
