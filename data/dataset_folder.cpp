#include "data/dataset_folder.h"

#include <algorithm>
#include <string_view>

#include "data/manifest.h"

namespace mien {
namespace fs = std::filesystem;
namespace {

// KIND-00000.safetensors.
bool is_shard(std::string_view name) {
  constexpr std::string_view kEnd = ".safetensors";
  for (const std::string_view begin : {"faces-", "portraits-"}) {
    if (!name.starts_with(begin) || !name.ends_with(kEnd)) continue;
    const std::string_view number = name.substr(begin.size(), 5);
    return name.size() == begin.size() + 5 + kEnd.size() &&
           number.find_first_not_of("0123456789") == std::string_view::npos;
  }
  return false;
}

// A file of a data set, or the temporary that an interrupted writer left of one.
bool is_ours(std::string_view name) {
  if (name.starts_with('.') && name.ends_with(".tmp")) name = name.substr(1, name.size() - 5);
  return name == kManifestName || is_shard(name);
}

std::vector<std::string> names_in(const fs::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder)) {
    names.push_back(entry.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace

std::vector<std::string> foreign_names(const fs::path& folder) {
  std::vector<std::string> names = names_in(folder);
  std::erase_if(names, is_ours);
  return names;
}

void prepare_dataset_folder(const fs::path& folder) {
  try {
    if (fs::exists(folder) && !fs::is_directory(folder)) {
      throw DatasetError(folder.string() + ": expected a folder to write to, got a file");
    }
    fs::create_directories(folder);
    const auto foreign = foreign_names(folder);
    if (!foreign.empty()) {
      throw DatasetError(text(folder.string(), ": expected an empty folder or a data set, found ",
                              foreign.front(), foreign.size() > 1 ? " and more" : ""));
    }
    fs::remove(folder / kManifestName);
    for (const std::string& name : names_in(folder)) fs::remove(folder / name);
  } catch (const fs::filesystem_error& error) {
    throw FileError(text(folder.string(), ": cannot be prepared: ", error.code().message()));
  }
}

}  // namespace mien
