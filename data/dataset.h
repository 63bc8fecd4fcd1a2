#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "data/manifest.h"
#include "data/shard.h"
#include "tensor/tensor.h"

namespace mien {

/// Styles to choose portraits by.
enum class StyleGroup { seen, unseen, all };

/// A data set that mien-dataset made: faces by number and, if it holds portraits, portraits by
/// number, each with its style and the number of the face it should be turned back into.
///
/// Images are uint8 RGB of `size()` rows and columns and stay on the disk until they are touched.
/// Reading is safe from several threads.
class Dataset {
 public:
  /// Opens a folder and checks every shard against the manifest. Without `verify` the checksums,
  /// which need all bytes to be read, are left out.
  /// Throws DatasetError or FileError naming the file, what was expected, and what came.
  explicit Dataset(const std::filesystem::path& folder, bool verify = true);

  const std::filesystem::path& folder() const { return folder_; }
  const Manifest& manifest() const { return manifest_; }
  Index size() const { return manifest_.size; }
  Index face_count() const { return static_cast<Index>(faces_.size()); }
  Index portrait_count() const { return static_cast<Index>(portraits_.size()); }

  /// The size * size * 3 bytes of an image.
  std::span<const std::uint8_t> face(Index face) const;
  std::span<const std::uint8_t> portrait(Index portrait) const;
  /// The same as uint8 [S, S, 3], copied.
  Tensor face_image(Index face) const;
  Tensor portrait_image(Index portrait) const;

  Index identity_of(Index face) const;
  /// The photo that guides the restoration of this one. Throws DatasetError if the data set has no
  /// guides.
  Index guide_of(Index face) const;
  Index face_of(Index portrait) const;
  Index style_of(Index portrait) const;
  /// float32 [68, 2], (x, y) in pixels. Throws DatasetError if the data set has none.
  Tensor landmarks_of(Index face) const;
  /// 0 or 1 for each name in the manifest's `attributes`; empty if there are none.
  std::span<const std::uint8_t> attributes_of(Index face) const;

  /// The class of each of the size * size pixels; none if the data set has no such parsings.
  /// Throws DatasetError for a class there is not.
  std::span<const std::uint8_t> parsing_of_face(Index face) const;
  std::span<const std::uint8_t> parsing_of_portrait(Index portrait) const;

  /// Numbers of the faces of a split, in order.
  std::vector<Index> faces_in(Split split) const;
  /// Numbers of the portraits of a split in some of the styles, in order.
  std::vector<Index> portraits_in(Split split, StyleGroup styles = StyleGroup::all) const;

 private:
  struct Place {
    std::int32_t shard, index;
  };
  void open_shards(bool verify);

  std::filesystem::path folder_;
  Manifest manifest_;
  std::vector<Shard> face_shards_, portrait_shards_;
  std::vector<Place> faces_, portraits_;
};

/// Images as a network takes them: pixel / 127.5 - 1, in [-1, 1].
///
///   faces or portraits by number      returns float32 [N, S, S, 3]
Tensor gather_faces(const Dataset& dataset, std::span<const Index> faces);
Tensor gather_portraits(const Dataset& dataset, std::span<const Index> portraits);

/// Writes one image of `side` rows and columns as pixel / 127.5 - 1, mirrored left to right if so
/// wished.
void normalize_image(std::span<const std::uint8_t> image, Index side, bool mirrored, float* to);

}  // namespace mien
