#pragma once

#include <filesystem>
#include <optional>

#include "data/crop.h"
#include "data/image_folders.h"
#include "data/make_faces.h"
#include "data/paired_images.h"

namespace mien {

struct ImportOptions {
  Index size = 64;               ///< height and width to make
  std::optional<Box> crop = {};  ///< part of each image to take; the centre square without
  double max_bad = 0.01;         ///< share of the images that may be unusable, 0 to 1
  int threads = 1;
  std::string source = {};  ///< for the manifest
};

/// Makes a data set of image files: cropped, and resized with antialiasing.
///
/// Files that are damaged or smaller than the crop are left out and listed in the manifest. More of
/// them than `max_bad` allows are an error that counts them and names the first. People of whom
/// nothing is left keep their number, so that the splits stay the same, and are told as absent.
/// The bytes written depend on the images and options alone.
/// Throws std::invalid_argument for options out of range, DatasetError, and as
/// prepare_dataset_folder does.
Manifest import_faces(const ImageFolder& images, const ImportOptions& options,
                      const std::filesystem::path& folder, const ProgressReport& report = {});

/// Makes portraits (in the pairs' style, a seen one) and faces of pairs of image files in the same
/// way, split as they come or else as any other images.
Manifest import_pairs(const ImagePairs& pairs, const ImportOptions& options,
                      const std::filesystem::path& folder, const ProgressReport& report = {});

}  // namespace mien
