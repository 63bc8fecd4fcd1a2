#include "apps/synthetic_data.h"

#include "data/make_faces.h"
#include "data/make_portraits.h"
#include "training/progress.h"

namespace mien {
namespace {

constexpr Index kFaces = 1600, kPerIdentity = 4;

ProgressReport report_to(StepProgress& progress) {
  return [&](Index done, Index total) {
    progress.update(done, 1, 0, {});
    if (done == total) progress.finish();
  };
}

}  // namespace

void make_synthetic_portraits(const std::filesystem::path& folder, Index size, Index seed,
                              int threads) {
  if (std::filesystem::exists(folder / kManifestName)) return;
  const auto faces_folder = folder.parent_path() / "faces";
  StepProgress drawing(0, kFaces), painting(0, kFaces);
  if (!std::filesystem::exists(faces_folder / kManifestName)) {
    make_faces({.count = kFaces,
                .per_identity = kPerIdentity,
                .size = size,
                .seed = static_cast<std::uint64_t>(seed),
                .threads = threads},
               faces_folder, report_to(drawing));
  }
  make_portraits(Dataset(faces_folder), painted_portrait_styles(),
                 {.seed = static_cast<std::uint64_t>(seed), .threads = threads}, folder,
                 report_to(painting));
}

}  // namespace mien
