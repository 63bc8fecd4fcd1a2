#pragma once

#include <filesystem>

#include "tensor/check.h"

namespace mien {

/// Makes the portraits that `--synthetic` trains on, unless the folder holds them already: painted,
/// misaligned pictures of synthetic people, several of each. False if Ctrl-C came before they were
/// complete; the next call makes them anew.
bool make_synthetic_portraits(const std::filesystem::path& folder, Index size, Index seed,
                              int threads);

}  // namespace mien
