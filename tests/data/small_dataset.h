#pragma once

#include <filesystem>

#include "data/dataset.h"
#include "data/dataset_folder.h"

namespace mien {

/// An image whose pixels tell which one it is: red is `mark`, green the column, blue the row.
inline Tensor marked_image(Index size, Index mark) {
  Tensor image({size, size, 3}, DType::uint8);
  auto* pixel = image.mutable_data<std::uint8_t>();
  for (Index y = 0; y < size; ++y) {
    for (Index x = 0; x < size; ++x, pixel += 3) {
      pixel[0] = static_cast<std::uint8_t>(mark);
      pixel[1] = static_cast<std::uint8_t>(x);
      pixel[2] = static_cast<std::uint8_t>(y);
    }
  }
  return image;
}

/// Ten people with one face each (marks 0 ... 9), in a seen and an unseen style (marks 100 + face
/// and 200 + face).
inline void write_small_dataset(const std::filesystem::path& folder) {
  prepare_dataset_folder(folder);
  Manifest manifest;
  manifest.kind = DatasetKind::portraits;
  manifest.size = 4;
  manifest.seed = 1;
  manifest.source = "a test";
  manifest.identities = 10;
  manifest.split = split_identities(10);
  manifest.styles = {{"plain", true}, {"odd", false}};
  ShardWriter faces(folder, "faces", 4, face_columns(manifest));
  ShardWriter portraits(folder, "portraits", 4, portrait_columns());
  for (int face = 0; face < 10; ++face) {
    faces.add(marked_image(4, face), {face});
    portraits.add(marked_image(4, 100 + face), {0, face});
    portraits.add(marked_image(4, 200 + face), {1, face});
  }
  manifest.faces = faces.finish();
  manifest.portraits = portraits.finish();
  write_manifest(folder, manifest);
}

}  // namespace mien
