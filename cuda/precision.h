#pragma once

#include <string>

#include "tensor/check.h"

namespace mien::cuda {

/// How factors of float32 products may be rounded on a card; sums are float32 always.
enum class Precision {
  fp32,  ///< not at all
  tf32,  ///< to 10 bits of mantissa, for the tensor cores: about 3e-4 of relative error
  bf16,  ///< to bfloat16, 7 bits of mantissa: about 3e-3 (Note [Factors in bfloat16]); networks
         ///< store maps so (Note [Maps in bfloat16])
};

/// The words for them, as `--precision` takes them.
inline constexpr const char* kPrecisions[] = {"fp32", "tf32", "bf16"};

inline std::string to_string(Precision precision) {
  return kPrecisions[static_cast<int>(precision)];
}

/// The inverse of to_string. Throws std::invalid_argument for any other word.
inline Precision precision_of(const std::string& word) {
  for (const Precision precision : {Precision::fp32, Precision::tf32, Precision::bf16}) {
    if (word == to_string(precision)) return precision;
  }
  throw std::invalid_argument("precision: must be fp32, tf32 or bf16, got " + word);
}

}  // namespace mien::cuda
