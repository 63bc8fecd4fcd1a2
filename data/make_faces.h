#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>

#include "data/manifest.h"

namespace mien {

/// Called as work goes on with what is done and what there is to do.
using ProgressReport = std::function<void(Index done, Index total)>;

/// Where a turned person looks, in degrees to the viewer's right: first the frontal photo.
inline constexpr Index kTurns[] = {0, -60, -30, 30, 60};

struct FacesOptions {
  Index count = 0;         ///< images
  Index per_identity = 1;  ///< images of each person; the last one may have fewer
  Index size = 64;         ///< height and width
  bool turned = false;     ///< the images of a person are one photo from the sides kTurns
  std::uint64_t seed = 0;
  int threads = 1;
};

/// Renders synthetic faces with their 68 landmarks, attributes and parsings (data/synthetic_face.h)
/// into a data set.
///
/// Image i shows photo i mod per_identity of person i / per_identity of the population `seed`; of
/// turned people always photo 0, as seen after turn i mod per_identity, the first of them without
/// the small yaw of a photo's own. The bytes written depend on the options alone, threads excepted.
/// Throws std::invalid_argument for options out of range, and as prepare_dataset_folder does.
Manifest make_faces(const FacesOptions& options, const std::filesystem::path& folder,
                    const ProgressReport& report = {});

}  // namespace mien
