#include "data/rewrite_dataset.h"

#include "data/dataset_folder.h"
#include "data/in_order.h"

namespace mien {
namespace {

Tensor parsing_tensor(std::span<const std::uint8_t> parsing, Index size) {
  return parsing.empty() ? Tensor() : from_values<std::uint8_t>({size, size}, parsing);
}

KnownImage known_portrait(const Dataset& dataset, Index portrait) {
  return {dataset.portrait_image(portrait),
          {static_cast<std::int32_t>(dataset.style_of(portrait)),
           static_cast<std::int32_t>(dataset.face_of(portrait))},
          {.parsing = parsing_tensor(dataset.parsing_of_portrait(portrait), dataset.size())}};
}

std::vector<ShardInfo> write_faces(const Dataset& dataset, const Rewriting& rewriting,
                                   const std::filesystem::path& folder, int threads,
                                   const std::function<void()>& report) {
  const Manifest& manifest = rewriting.manifest;
  ShardWriter writer(folder, "faces", manifest.size, face_columns(manifest));
  const auto make = [&](Index i) {
    const KnownImage face = known_face(dataset, i);
    return rewriting.face ? rewriting.face(face, i) : face;
  };
  make_in_order(dataset.face_count(), threads, make, [&](Index, const KnownImage& face) {
    writer.add(face.image, face.numbers, face.labels);
    report();
  });
  return writer.finish();
}

std::vector<ShardInfo> write_portraits(const Dataset& dataset, const Rewriting& rewriting,
                                       const std::filesystem::path& folder, int threads,
                                       const std::function<void()>& report) {
  const Manifest& manifest = rewriting.manifest;
  ShardWriter writer(folder, "portraits", manifest.size,
                     portrait_columns(manifest.has_portrait_parsing));
  const auto make = [&](Index i) {
    const KnownImage portrait = known_portrait(dataset, i);
    return rewriting.portrait ? rewriting.portrait(portrait) : portrait;
  };
  make_in_order(dataset.portrait_count(), threads, make, [&](Index, const KnownImage& portrait) {
    writer.add(portrait.image, portrait.numbers, portrait.labels);
    report();
  });
  return writer.finish();
}

}  // namespace

KnownImage known_face(const Dataset& dataset, Index face) {
  const auto attributes = dataset.attributes_of(face);
  KnownImage known{dataset.face_image(face),
                   {static_cast<std::int32_t>(dataset.identity_of(face))},
                   {.attributes = {attributes.begin(), attributes.end()},
                    .parsing = parsing_tensor(dataset.parsing_of_face(face), dataset.size())}};
  if (dataset.manifest().has_guides) {
    known.numbers.push_back(static_cast<std::int32_t>(dataset.guide_of(face)));
  }
  if (dataset.manifest().has_landmarks) known.labels.landmarks = dataset.landmarks_of(face);
  return known;
}

void check_other_folder(const Dataset& dataset, const std::filesystem::path& folder) {
  std::error_code not_there;
  if (std::filesystem::equivalent(dataset.folder(), folder, not_there)) {
    throw DatasetError(folder.string() +
                       ": a data set cannot replace the one it is made of; name another folder");
  }
}

Manifest rewrite_dataset(const Dataset& dataset, const Rewriting& rewriting,
                         const std::filesystem::path& folder, int threads,
                         const ProgressReport& report) {
  check_other_folder(dataset, folder);
  prepare_dataset_folder(folder);
  const Index total = dataset.face_count() + dataset.portrait_count();
  Index done = 0;
  const auto counted = [&] {
    ++done;
    if (report) report(done, total);
  };
  Manifest manifest = rewriting.manifest;
  manifest.faces = write_faces(dataset, rewriting, folder, threads, counted);
  manifest.portraits = write_portraits(dataset, rewriting, folder, threads, counted);
  write_manifest(folder, manifest);
  return manifest;
}

}  // namespace mien
