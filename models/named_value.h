#pragma once

#include <string>

namespace mien {

/// A number with the name it is logged under, such as a loss term or "validation_psnr".
struct NamedValue {
  std::string name;
  double value;
};

}  // namespace mien
