#include <cublasLt.h>
#include <cuda_runtime_api.h>
#include <cudnn.h>

#include <fstream>
#include <regex>

#include "benchmarks/card.h"
#include "cuda/cards.h"
#include "tensor/check.h"

namespace mien {
namespace {

// "NVRM version: NVIDIA UNIX x86_64 Kernel Module  580.95.05  ...", or else what CUDA it knows.
std::string driver_version() {
  std::ifstream file("/proc/driver/nvidia/version");
  std::string line;
  std::smatch number;
  static const std::regex dotted(R"(\d{3}\.\d+(\.\d+)?)");
  if (std::getline(file, line) && std::regex_search(line, number, dotted)) return number.str();
  int cuda = 0;
  cudaDriverGetVersion(&cuda);
  return text("for CUDA ", cuda / 1000, '.', cuda % 1000 / 10);
}

std::string cuda_version() {
  int version = 0;
  cudaRuntimeGetVersion(&version);
  return text(version / 1000, '.', version % 1000 / 10);
}

std::string cublas_version() {
  int major = 0, minor = 0, patch = 0;
  cublasLtGetProperty(MAJOR_VERSION, &major);
  cublasLtGetProperty(MINOR_VERSION, &minor);
  cublasLtGetProperty(PATCH_LEVEL, &patch);
  return text(major, '.', minor, '.', patch);
}

std::string cudnn_version() {
  const std::size_t version = cudnnGetVersion();
  return text(version / 10000, '.', version % 10000 / 100, '.', version % 100);
}

}  // namespace

CardFacts facts_of(Device card) {
  std::string name;
  for (const cuda::Card& found : cuda::cards()) {
    if (found.index == card.index) name = found.name;
  }
  return {name, driver_version(), cuda_version(), cublas_version(), cudnn_version()};
}

}  // namespace mien
