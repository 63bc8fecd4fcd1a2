#include "cuda/cards.h"

#include "cuda/check_call.h"

namespace mien::cuda {
namespace {

std::string version(int number) { return text(number / 1000, ".", number % 1000 / 10); }

Card card(int index) {
  cudaDeviceProp properties;
  MIEN_CUDA_CHECK(cudaGetDeviceProperties(&properties, index));
  return {index, properties.name, static_cast<Index>(properties.totalGlobalMem), properties.major,
          properties.minor};
}

}  // namespace

std::string why_no_card(const std::string& status, int driver_version, int runtime_version) {
  if (driver_version == 0) return "no CUDA driver is installed";
  if (driver_version / 1000 < runtime_version / 1000) {
    return text("the CUDA driver is too old: it knows CUDA ", version(driver_version),
                ", this build uses ", version(runtime_version));
  }
  return text("no CUDA device can be used: ", status);
}

std::vector<Card> cards() {
  int count = 0, driver = 0, runtime = 0;
  const cudaError_t status = cudaGetDeviceCount(&count);
  if (status != cudaSuccess) {
    cudaGetLastError();  // so that it is not taken for that of the next call
    cudaDriverGetVersion(&driver);
    cudaRuntimeGetVersion(&runtime);
    throw NoCard(why_no_card(cudaGetErrorString(status), driver, runtime));
  }
  std::vector<Card> result;
  std::string others;
  for (int index = 0; index < count; ++index) {
    const Card found = card(index);
    if (10 * found.major + found.minor >= MIEN_CUDA_ARCHITECTURE) {
      result.push_back(found);
    } else {
      others += text(", cuda:", index, " (", found.name, ") has ", found.major, ".", found.minor);
    }
  }
  if (result.empty()) {
    throw NoCard(text("no CUDA device has the compute capability of this build, ",
                      MIEN_CUDA_ARCHITECTURE / 10, ".", MIEN_CUDA_ARCHITECTURE % 10, others));
  }
  return result;
}

}  // namespace mien::cuda
