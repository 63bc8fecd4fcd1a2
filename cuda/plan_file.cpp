#include "cuda/plan_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

namespace mien::cuda {
namespace {

std::filesystem::path cache_folder() {
  if (const char* cache = std::getenv("XDG_CACHE_HOME"); cache && *cache) {
    return std::filesystem::path(cache) / "mien";
  }
  if (const char* home = std::getenv("HOME"); home && *home) {
    return std::filesystem::path(home) / ".cache" / "mien";
  }
  return {};
}

// In one call, so that lines of two programs do not mix.
void append(const std::filesystem::path& path, const std::string& line) {
  const int file = open(path.c_str(), O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0666);
  if (file < 0) return;
  [[maybe_unused]] const auto written = write(file, line.data(), line.size());
  close(file);
}

}  // namespace

PlanFile::PlanFile(const std::string& name) {
  const std::filesystem::path folder = cache_folder();
  std::error_code error;
  if (folder.empty()) return;
  std::filesystem::create_directories(folder, error);
  if (error) return;
  path_ = folder / name;
  std::ifstream file(path_);
  for (std::string line; std::getline(file, line);) {
    std::istringstream words(line);
    std::string problem, rest;
    Index choice;
    if (words >> problem >> choice && !(words >> rest) && choice >= 0) choices_[problem] = choice;
  }
}

std::optional<Index> PlanFile::find(const std::string& problem) const {
  const auto found = choices_.find(problem);
  return found == choices_.end() ? std::nullopt : std::optional(found->second);
}

void PlanFile::add(const std::string& problem, Index choice) {
  choices_[problem] = choice;
  if (!path_.empty()) append(path_, text(problem, ' ', choice, '\n'));
}

}  // namespace mien::cuda
