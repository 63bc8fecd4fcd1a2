#pragma once

#include "tensor/check.h"

namespace mien {

/// Bytes of the machine's memory that this process holds now, by the system's count.
Index resident_memory();

/// The most it ever held, or held since the last reset. Where the system refuses a reset, since its
/// start.
Index peak_resident_memory();
void reset_peak_resident_memory();

}  // namespace mien
