#include "apps/synthetic_data.h"

#include "data/degraded_photos.h"
#include "data/make_faces.h"
#include "data/make_portraits.h"
#include "data/sketched_photos.h"
#include "data/tiny_faces.h"
#include "training/progress.h"

namespace mien {
namespace {

constexpr Index kFaces = 1600, kPerIdentity = 4;
constexpr Index kTurnedPerIdentity = 5;

struct Stopped {};

// How portraits of a kind are made, and what to say meanwhile.
struct Making {
  std::vector<PortraitStyle> styles;
  MisalignOptions misalign;
  const char* note;
};

Making making(PortraitKind kind) {
  switch (kind) {
    case PortraitKind::painted:
      return {painted_portrait_styles(), {}, "painting portraits of them"};
    case PortraitKind::degraded:
      return {degraded_photo_styles(), no_misalignment(), "degrading them"};
    case PortraitKind::sketched:
      return {sketched_photo_styles(), no_misalignment(), "sketching them"};
    case PortraitKind::tiny:
      return {tiny_face_styles(), {}, "reducing them"};
  }
  throw std::logic_error("not a PortraitKind");
}

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
  StepProgress drawing(0, kFaces), painting(0, kFaces);
  if (!std::filesystem::exists(faces_folder / kManifestName)) {
    drawing.note("drawing faces");
    make_faces({.count = kFaces,
                .per_identity = is_tiny ? kTurnedPerIdentity : kPerIdentity,
                .size = size,
                .turned = is_tiny,
                .seed = static_cast<std::uint64_t>(seed),
                .threads = threads},
               faces_folder, report_to(drawing, stop));
  }
  const auto [styles, misalign, note] = making(kind);
  painting.note(note);
  make_portraits(Dataset(faces_folder), styles,
                 {.seed = static_cast<std::uint64_t>(seed),
                  .threads = threads,
                  .misalign = misalign,
                  .first_photo = is_tiny},
                 folder, report_to(painting, stop));
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
