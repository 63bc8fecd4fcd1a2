#pragma once

#include <filesystem>
#include <functional>

#include "data/dataset.h"
#include "data/make_faces.h"

namespace mien {

/// A face or portrait as a shard keeps it: the image, its numbers in the order of the columns, and
/// what is known of it.
struct KnownImage {
  Tensor image;
  std::vector<std::int32_t> numbers;
  FaceLabels labels = {};
};

KnownImage known_face(const Dataset& dataset, Index face);

/// How the images of a data set change. Both are called from several threads at once; without one
/// those images stay as they are.
struct Rewriting {
  Manifest manifest;  ///< what the result holds; its shards are filled in
  std::function<KnownImage(const KnownImage& face, Index number)> face = {};
  std::function<KnownImage(const KnownImage& portrait)> portrait = {};
};

/// Makes a data set of another one, image by image and in its order. The bytes written do not
/// depend on `threads`.
/// Throws DatasetError if `folder` is that of the data set, and as prepare_dataset_folder does;
/// std::invalid_argument where an image does not fit the manifest.
Manifest rewrite_dataset(const Dataset& dataset, const Rewriting& rewriting,
                         const std::filesystem::path& folder, int threads,
                         const ProgressReport& report = {});

/// Throws DatasetError if `folder` is that of the data set, which cannot be read while it is
/// replaced.
void check_other_folder(const Dataset& dataset, const std::filesystem::path& folder);

}  // namespace mien
