#include "apps/synthetic_data.h"

#include "apps/portrait_making.h"
#include "data/make_faces.h"
#include "training/progress.h"

namespace mien {
namespace {

constexpr Index kFaces = 1600, kPerIdentity = 4;
constexpr Index kTurnedPerIdentity = 5;

struct Stopped {};

ProgressReport report_to(StepProgress& progress, const StopSignal& stop) {
  return [&](Index done, Index total) {
    progress.update(done, 1, 0, {});
    if (done == total || stop.requested()) progress.finish();
    if (stop.requested()) throw Stopped();
  };
}

void make(const std::filesystem::path& folder, PortraitKind kind, Index size, Index seed,
          int threads, const StopSignal& stop) {
  const auto faces_folder = folder.parent_path() / "faces";
  const bool is_tiny = kind == PortraitKind::tiny;
  if (!std::filesystem::exists(faces_folder / kManifestName)) {
    StepProgress drawing(0, kFaces);
    drawing.note("drawing faces");
    make_faces({.count = kFaces,
                .per_identity = is_tiny ? kTurnedPerIdentity : kPerIdentity,
                .size = size,
                .turned = is_tiny,
                .seed = static_cast<std::uint64_t>(seed),
                .threads = threads},
               faces_folder, report_to(drawing, stop));
  }
  PortraitMaking making = portrait_making(kind);
  making.options.seed = static_cast<std::uint64_t>(seed);
  making.options.threads = threads;
  StepProgress painting(0, kFaces);
  painting.note(making.doing);
  make_portraits(Dataset(faces_folder), making.styles, making.options, folder,
                 report_to(painting, stop));
}

}  // namespace

bool make_synthetic_portraits(const std::filesystem::path& folder, PortraitKind kind, Index size,
                              Index seed, int threads, const StopSignal& stop) {
  if (std::filesystem::exists(folder / kManifestName)) return true;
  try {
    make(folder, kind, size, seed, threads, stop);
    return true;
  } catch (const Stopped&) {
    return false;
  }
}

}  // namespace mien
