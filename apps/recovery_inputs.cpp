#include "apps/recovery_inputs.h"

#include <set>
#include <stdexcept>

#include "data/image_folders.h"
#include "tensor/check.h"

namespace mien {
namespace {

namespace fs = std::filesystem;

// STEM.png, or STEM_2.png and so on where an earlier input has taken it.
std::string free_name(const std::string& stem, std::set<std::string>& taken) {
  std::string name = stem + ".png";
  for (int use = 2; !taken.insert(name).second; ++use) name = text(stem, "_", use, ".png");
  return name;
}

}  // namespace

std::vector<RecoveryInput> list_inputs(const std::vector<std::string>& names) {
  std::vector<RecoveryInput> inputs;
  std::set<std::string> taken;
  for (const fs::path path : names) {
    if (!fs::exists(path))
      throw std::runtime_error(path.string() + ": there is no such file or folder");
    for (const auto& picture :
         fs::is_directory(path) ? list_images(path).images : std::vector{path}) {
      inputs.push_back({picture, free_name(picture.stem().string(), taken)});
    }
  }
  return inputs;
}

void check_keeps_inputs(const std::vector<fs::path>& read, const std::vector<fs::path>& written) {
  std::set<fs::path> taken;
  for (const fs::path& path : read) taken.insert(fs::weakly_canonical(path));
  for (const fs::path& path : written) {
    check(taken.insert(fs::weakly_canonical(path)).second, path.string(),
          " would be replaced, but is an input or another result; choose another --out or --edits");
  }
}

}  // namespace mien
