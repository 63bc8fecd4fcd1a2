#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "data/dataset.h"
#include "data/make_faces.h"
#include "data/warp.h"

namespace mien {

/// A way of making a portrait of a photo.
struct PortraitStyle {
  std::string name;
  bool seen = true;  ///< trained on; otherwise met only in validation and test

  /// uint8 [S, S, 3] to the same. `random` is the style's alone and differs from face to face.
  /// Called from several threads at once.
  std::function<Tensor(const Tensor& image, const Random& random)> apply;

  /// The parsing of such a portrait from that of the photo, uint8 [S, S] to the same, for the same
  /// `random`; without it portraits have none.
  std::function<Tensor(const Tensor& parsing, const Random& random)> parse = {};
};

/// The eight procedural styles of data/painted_styles.h, three of them seen.
std::vector<PortraitStyle> painted_portrait_styles();

struct PortraitsOptions {
  std::uint64_t seed = 0;
  int threads = 1;
  MisalignOptions misalign = {};
  bool first_photo = false;     ///< targets are the first photos of people, not those portrayed
  std::string painted_by = {};  ///< for the manifest
};

/// "turned up to 45 degrees, shifted up to 5 %, scaled 0.8 to 1, black outside", or "not moved".
std::string description_of(const MisalignOptions& options);

/// Makes portraits of the faces of a data set, and a data set of both.
///
/// As in the papers' protocol a face is first misaligned, then painted; the target of its portraits
/// is the face as it was, or the first photo of the same person. All styles paint the same
/// misaligned face. Seen styles paint everybody, unseen ones the people of the validation and test
/// splits, which stay as they are in `faces`. The bytes written depend on the faces, the styles and
/// the seed alone.
///
/// Where the styles parse, the data set holds the portraits' parsings, too. All styles portray one
/// face before the folder is touched: it stays as it was if one refuses faces of this size.
///
/// Throws std::invalid_argument if no style is seen, two have one name, or only some parse or faces
/// that they parse are moved; what a style throws; DatasetError if `folder` is that of `faces` or
/// these lack the parsings that are needed, and as prepare_dataset_folder does.
/// Shiri et al., "Face Destylization", DICTA 2017, and "Identity-preserving Face Recovery from
/// Portraits", WACV 2018, section 4.1.
Manifest make_portraits(const Dataset& faces, const std::vector<PortraitStyle>& styles,
                        const PortraitsOptions& options, const std::filesystem::path& folder,
                        const ProgressReport& report = {});

}  // namespace mien
