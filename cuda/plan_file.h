#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>

#include "tensor/check.h"

namespace mien::cuda {

/// Choices that took time to make, kept from one program to the next.
///
/// Note [Plan file]: a line of text for each problem, "PROBLEM CHOICE", in a file of the user's
/// cache folder: $XDG_CACHE_HOME/mien, or else ~/.cache/mien. Lines are only ever appended, whole,
/// so that programs may share the file; of two for one problem the later counts, and what is no
/// such line is passed over. Deleting the file costs the time of choosing anew. Where there is no
/// cache folder, or it cannot be written, choices last as long as the program.
class PlanFile {
 public:
  /// The file of that name in the user's cache folder.
  explicit PlanFile(const std::string& name);

  std::optional<Index> find(const std::string& problem) const;
  void add(const std::string& problem, Index choice);

 private:
  std::filesystem::path path_;  // empty where nothing is kept
  std::map<std::string, Index> choices_;
};

}  // namespace mien::cuda
