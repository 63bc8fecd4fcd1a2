#pragma once

#include "tensor/sample_field.h"

namespace mien {

/// A field that a system's samples must have. Throws std::invalid_argument naming both.
inline const Tensor& required_field(const SampleFields& fields, const char* name,
                                    const char* system) {
  const auto found = fields.find(name);
  check(found != fields.end(), system, ": samples lack the field \"", name, "\"");
  return found->second;
}

}  // namespace mien
