#include "data/dataset_folder.h"

#include <algorithm>
#include <regex>

#include "data/manifest.h"

namespace mien {
namespace fs = std::filesystem;
namespace {

// Also the temporary an interrupted writer leaves behind.
bool is_ours(const std::string& name) {
  static const std::regex pattern(
      R"(manifest\.json|(faces|portraits)-\d{5}\.safetensors|)"
      R"(\.(manifest\.json|(faces|portraits)-\d{5}\.safetensors)\.tmp)");
  return std::regex_match(name, pattern);
}

std::vector<std::string> names_in(const fs::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : fs::directory_iterator(folder)) {
    names.push_back(entry.path().filename().string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

// The names that no data set of ours would have, in order.
std::vector<std::string> foreign_names(const fs::path& folder) {
  std::vector<std::string> names = names_in(folder);
  std::erase_if(names, is_ours);
  return names;
}

}  // namespace

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
    check_can_write(folder / kManifestName);
    fs::remove(folder / kManifestName);
    for (const std::string& name : names_in(folder)) fs::remove(folder / name);
  } catch (const fs::filesystem_error& error) {
    throw FileError(text(folder.string(), ": cannot be prepared: ", error.code().message()));
  }
}

}  // namespace mien
