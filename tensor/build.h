#pragma once

namespace mien {

/// Whether this build has the CUDA backend (-DMIEN_CUDA=ON).
inline constexpr bool kWithCuda = MIEN_WITH_CUDA;

}  // namespace mien
