#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "tensor/check.h"

namespace mien {

/// What was expected of a folder, what was found, and what is wrong with it.
struct DatasetReport {
  std::vector<std::string> expected, found;  ///< one line each
  std::vector<std::string> problems;         ///< one line each, naming the file
  bool good() const { return problems.empty(); }
};

/// Looks at every file of a data set: its manifest, each shard's length, checksum, tensors and
/// numbers, and files that do not belong there. Damage is reported, not thrown.
DatasetReport check_dataset(const std::filesystem::path& folder);

}  // namespace mien
