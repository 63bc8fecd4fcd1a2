#include "training/environment.h"

#include <omp.h>

#include <Eigen/Core>
#include <fstream>

#include "tensor/check.h"
#include "training/processor.h"

namespace mien {
namespace {

std::string processor_name() {
  std::ifstream info("/proc/cpuinfo");
  for (std::string line; std::getline(info, line);) {
    const auto colon = line.find(": ");
    if (line.starts_with("model name") && colon != line.npos) return line.substr(colon + 2);
  }
  return "unknown";
}

std::string processor_text() {
  std::string result = processor_name() + ", build uses";
  for (const char* const* name = kBuildInstructions; *name; ++name) result += text(" ", *name);
  return result;
}

}  // namespace

const char* const kVersionNumber = MIEN_VERSION;

std::vector<std::pair<std::string, std::string>> environment() {
  return {
      {"mien", MIEN_VERSION " (" MIEN_BUILD_TYPE ", -march=" MIEN_ARCH ")"},
      {"compiler", MIEN_COMPILER},
      {"Eigen", text(EIGEN_WORLD_VERSION, ".", EIGEN_MAJOR_VERSION, ".", EIGEN_MINOR_VERSION)},
      {"processor", processor_text()},
      {"threads", std::to_string(omp_get_max_threads())},
      {"cuda", MIEN_CUDA_TEXT},
  };
}

std::string version_text() {
  std::string result;
  for (const auto& [name, value] : environment()) {
    result += text(result.empty() ? "" : "\n", name, " ", value);
  }
  return result;
}

}  // namespace mien
