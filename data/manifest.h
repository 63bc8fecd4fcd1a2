#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "data/identity_split.h"
#include "tensor/atomic_file.h"
#include "tensor/check.h"

namespace mien {

/// A data set is missing, incomplete or damaged. The message names the folder or file, what was
/// expected, and what came.
class DatasetError : public FileError {
 public:
  using FileError::FileError;
};

/// What a data set holds: faces, or portraits with the faces they were made from.
enum class DatasetKind { faces, portraits };
const char* name_of(DatasetKind kind);

/// One shard, as it was when the data set was made.
struct ShardInfo {
  std::string file;  ///< its name in the folder
  Index count = 0;   ///< images
  Index bytes = 0;
  std::uint32_t crc32 = 0;  ///< of the whole file
};

/// A style of portraits. Seen styles are trained on; unseen ones only test what was learned.
struct StyleInfo {
  std::string name;
  bool seen = true;
};

/// An image that was left out when the data set was made.
struct SkippedImage {
  std::string file;  ///< relative to the folder of images
  std::string reason;
};

/// The file `manifest.json` of a data set: what the folder holds.
///
/// It is written last, so a folder without one is incomplete.
struct Manifest {
  DatasetKind kind = DatasetKind::faces;
  Index size = 0;  ///< height and width of every image
  std::uint64_t seed = 0;
  std::string source;    ///< what the images are, for people
  Index identities = 0;  ///< numbered from 0
  Index absent = 0;      ///< of the identities, those without a face: no image of theirs was usable
  bool has_landmarks = false;
  bool has_parsing = false;             ///< of the faces
  bool has_portrait_parsing = false;    ///< of the portraits
  bool has_guides = false;              ///< whether each face names another of the same person
  std::vector<std::string> attributes;  ///< what is known of every face, by CelebA's names
  IdentitySplit split;
  std::vector<StyleInfo> styles;
  std::vector<ShardInfo> faces, portraits;
  std::vector<SkippedImage> skipped;

  Index people() const { return identities - absent; }
  Index face_count() const;
  Index portrait_count() const;
};

inline constexpr const char* kManifestName = "manifest.json";

/// Reads and validates DIR/manifest.json. Throws DatasetError, for a folder without one with the
/// command that makes one.
Manifest read_manifest(const std::filesystem::path& folder);

/// Writes DIR/manifest.json, as a whole or not at all. Equal content gives equal bytes.
void write_manifest(const std::filesystem::path& folder, const Manifest& manifest);

}  // namespace mien
