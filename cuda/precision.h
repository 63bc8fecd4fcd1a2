#pragma once

#include <string>

namespace mien::cuda {

/// How factors of float32 products are rounded on a card; sums and storage are float32 either way.
enum class Precision {
  fp32,  ///< not at all
  tf32,  ///< to 10 bits of mantissa, for the tensor cores: about 3e-4 of relative error
};

/// "fp32", "tf32".
std::string to_string(Precision precision);

}  // namespace mien::cuda
