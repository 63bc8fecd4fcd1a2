#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>

#include "data/manifest.h"

namespace mien {

/// Called as work goes on with what is done and what there is to do.
using ProgressReport = std::function<void(Index done, Index total)>;

struct FacesOptions {
  Index count = 0;         ///< images
  Index per_identity = 1;  ///< images of each person; the last one may have fewer
  Index size = 64;         ///< height and width
  std::uint64_t seed = 0;
  int threads = 1;
};

/// Renders synthetic faces with their 68 landmarks and their attributes (data/synthetic_face.h)
/// into a data set.
///
/// Image i shows photo i mod per_identity of person i / per_identity of the population `seed`. The
/// bytes written depend on the options alone, threads excepted.
/// Throws std::invalid_argument for options out of range, and as prepare_dataset_folder does.
Manifest make_faces(const FacesOptions& options, const std::filesystem::path& folder,
                    const ProgressReport& report = {});

}  // namespace mien
