#pragma once

#include <filesystem>

#include "models/recipe.h"
#include "training/signals.h"

namespace mien {

/// Makes the portraits that `--synthetic` trains on, unless the folder holds them already: painted,
/// misaligned pictures of synthetic people, photographs of poor quality, or tiny faces, several of
/// each. False if a stop was requested before they were complete; the next call makes them anew.
bool make_synthetic_portraits(const std::filesystem::path& folder, PortraitKind kind, Index size,
                              Index seed, int threads, const StopSignal& stop);

}  // namespace mien
