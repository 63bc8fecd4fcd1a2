#include "data/make_faces.h"

#include <iterator>
#include <numbers>

#include "data/dataset_folder.h"
#include "data/in_order.h"
#include "data/shard.h"
#include "data/synthetic_face.h"

namespace mien {
namespace {

struct DrawnFace {
  Tensor image;
  FaceLabels labels;
};

DrawnFace draw_face(const FacesOptions& options, Index i) {
  const auto person = static_cast<std::uint64_t>(i / options.per_identity);
  const auto photo = static_cast<std::uint64_t>(i % options.per_identity);
  const FaceIdentity identity = draw_identity(options.seed, person);
  FacePhoto shot = draw_photo(options.seed, person, options.turned ? 0 : photo);
  if (options.turned) {
    shot.pose.yaw = 0;
    shot.pose.turn = static_cast<float>(kTurns[photo]) * std::numbers::pi_v<float> / 180;
  }
  return {render_face(identity, shot, options.size),
          {face_landmarks(identity, shot, options.size), face_attributes(identity, shot),
           face_parsing(identity, shot, options.size)}};
}

}  // namespace

Manifest make_faces(const FacesOptions& options, const std::filesystem::path& folder,
                    const ProgressReport& report) {
  check(options.count > 0, "faces: the count must be positive, got ", options.count);
  check(options.per_identity > 0, "faces: images per identity must be positive, got ",
        options.per_identity);
  check(!options.turned || options.per_identity <= std::ssize(kTurns),
        "faces: turned people have up to ", std::ssize(kTurns), " images, got ",
        options.per_identity);
  check(options.size >= 8 && options.size <= 2048, "faces: the size must be 8 to 2048, got ",
        options.size);
  prepare_dataset_folder(folder);

  Manifest manifest;
  manifest.size = options.size;
  manifest.seed = options.seed;
  manifest.source = options.turned ? "synthetic faces, turned" : "synthetic faces";
  manifest.identities = (options.count + options.per_identity - 1) / options.per_identity;
  manifest.has_landmarks = true;
  manifest.has_parsing = true;
  manifest.attributes = face_attribute_names();
  manifest.split = split_identities(manifest.identities);
  ShardWriter writer(folder, "faces", options.size, face_columns(manifest));
  make_in_order(
      options.count, options.threads, [&](Index i) { return draw_face(options, i); },
      [&](Index i, const DrawnFace& face) {
        const auto identity = static_cast<std::int32_t>(i / options.per_identity);
        writer.add(face.image, {identity}, face.labels);
        if (report) report(i + 1, options.count);
      });
  manifest.faces = writer.finish();
  write_manifest(folder, manifest);
  return manifest;
}

}  // namespace mien
