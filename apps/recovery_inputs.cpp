#include "apps/recovery_inputs.h"

#include <algorithm>
#include <map>
#include <stdexcept>

namespace mien {
namespace {

namespace fs = std::filesystem;

bool is_picture(const fs::path& path) {
  std::string extension = path.extension().string();
  std::transform(extension.begin(), extension.end(), extension.begin(),
                 [](unsigned char c) { return std::tolower(c); });
  return extension == ".png" || extension == ".jpg" || extension == ".jpeg";
}

std::vector<fs::path> pictures_in(const fs::path& folder) {
  std::vector<fs::path> found;
  for (const auto& entry : fs::directory_iterator(folder)) {
    if (entry.is_regular_file() && is_picture(entry.path())) found.push_back(entry.path());
  }
  if (found.empty()) {
    throw std::runtime_error(folder.string() + ": expected PNG or JPEG files, found none");
  }
  std::sort(found.begin(), found.end());
  return found;
}

}  // namespace

std::vector<RecoveryInput> list_inputs(const std::vector<std::string>& names) {
  std::vector<RecoveryInput> inputs;
  std::map<std::string, int> uses;
  for (const fs::path path : names) {
    if (!fs::exists(path))
      throw std::runtime_error(path.string() + ": there is no such file or folder");
    for (const auto& picture : fs::is_directory(path) ? pictures_in(path) : std::vector{path}) {
      const std::string stem = picture.stem().string();
      const int use = ++uses[stem];
      inputs.push_back(
          {picture, use == 1 ? stem + ".png" : stem + "_" + std::to_string(use) + ".png"});
    }
  }
  return inputs;
}

}  // namespace mien
