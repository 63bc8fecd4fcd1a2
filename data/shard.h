#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "data/landmarks.h"
#include "data/manifest.h"
#include "tensor/tensor.h"

namespace mien {

/// What a shard holds besides `images` [n, S, S, 3] uint8: an int32 tensor [n] for each name in
/// `numbers`, and, if so declared, `landmarks` [n, 68, 2] float32, `attributes` [n, A] uint8 and
/// `parsing` [n, S, S] uint8.
struct ShardColumns {
  std::vector<std::string> numbers;
  bool landmarks = false;
  Index attributes = 0;  ///< A
  bool parsing = false;  ///< a FaceClass for each pixel
};

/// Those of the faces of a data set.
inline ShardColumns face_columns(const Manifest& manifest) {
  return {manifest.has_guides ? std::vector<std::string>{"identity", "guide"}
                              : std::vector<std::string>{"identity"},
          manifest.has_landmarks, static_cast<Index>(manifest.attributes.size()),
          manifest.has_parsing};
}
inline ShardColumns portrait_columns(bool parsing = false) {
  return {{"style", "face"}, false, 0, parsing};
}

/// What is known of one face or portrait besides whom it shows; left out what the data set does not
/// hold.
struct FaceLabels {
  Tensor landmarks = {};                      ///< float32 [68, 2], (x, y) in pixels
  std::vector<std::uint8_t> attributes = {};  ///< 1 or 0 for each name in the manifest
  Tensor parsing = {};                        ///< uint8 [S, S], each pixel's FaceClass
};

/// Collects images into shards of at most about 64 MB: safetensors files NAME-00000.safetensors,
/// NAME-00001.safetensors, ... in a folder. How images are spread depends on their size alone.
class ShardWriter {
 public:
  ShardWriter(std::filesystem::path folder, std::string name, Index size, ShardColumns columns);

  /// Appends one image, uint8 [S, S, 3], with its numbers in the order of the columns and the
  /// labels declared. Throws std::invalid_argument if something does not fit, FileError if a full
  /// shard cannot be written.
  void add(const Tensor& image, const std::vector<std::int32_t>& numbers,
           const FaceLabels& labels = {});

  /// Writes the last shard and returns all of them.
  std::vector<ShardInfo> finish();

 private:
  void begin();
  void write();

  std::filesystem::path folder_;
  std::string name_;
  Index size_, capacity_, filled_ = 0;
  ShardColumns columns_;
  Tensor images_, landmarks_, attributes_, parsing_;
  std::vector<Tensor> numbers_;
  std::vector<ShardInfo> done_;
};

/// A shard to read: the images stay in the file, mapped into memory.
class Shard {
 public:
  /// Opens FOLDER/INFO.file. Throws DatasetError if its length is not what the manifest says or it
  /// does not hold the columns and `info.count` images of the size; FileError if it cannot be read.
  /// With `verify`, its checksum is compared, too: that reads all of it once.
  Shard(const std::filesystem::path& folder, const ShardInfo& info, Index size,
        const ShardColumns& columns, bool verify);
  ~Shard();
  Shard(Shard&& other) noexcept;
  Shard(const Shard&) = delete;
  Shard& operator=(const Shard&) = delete;

  Index count() const { return count_; }
  /// The S * S * 3 bytes of an image.
  std::span<const std::uint8_t> image(Index i) const;
  std::int32_t number(const std::string& column, Index i) const;
  /// float32 [n, 68, 2]; undefined if there are none.
  const Tensor& landmarks() const { return landmarks_; }
  /// uint8 [n, A], 0 or 1; undefined if there are none.
  const Tensor& attributes() const { return attributes_; }
  /// The S * S bytes of a parsing; none if there is none.
  std::span<const std::uint8_t> parsing(Index i) const;

 private:
  const std::byte* map_ = nullptr;
  std::size_t map_bytes_ = 0;
  const std::uint8_t *images_ = nullptr, *parsing_ = nullptr;
  Index count_ = 0, image_bytes_ = 0;
  std::map<std::string, std::vector<std::int32_t>> numbers_;
  Tensor landmarks_, attributes_;
};

}  // namespace mien
