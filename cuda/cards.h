#pragma once

#include <string>
#include <vector>

#include "tensor/check.h"

namespace mien::cuda {

/// A CUDA device of this machine.
struct Card {
  int index = 0;
  std::string name;
  Index memory = 0;          ///< bytes
  int major = 0, minor = 0;  ///< compute capability
};

/// Every card of this machine that this build can compute on.
///
/// Throws NoCard if there is none: no driver is installed, the driver is older than the toolkit
/// this was built with, it finds no device, or none has the compute capability of the build.
std::vector<Card> cards();

/// What NoCard says of a failed search. `status` is that of cudaGetDeviceCount as text, versions
/// are 1000 major + 10 minor, and the driver's is 0 where there is none.
std::string why_no_card(const std::string& status, int driver_version, int runtime_version);

}  // namespace mien::cuda
