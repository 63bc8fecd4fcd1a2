#pragma once

#include <filesystem>

#include "models/backbones/vgg.h"

namespace mien {

/// A file of a VGG with random filters, as recipes read published ones from: for speed it does not
/// matter what they are. Gone with this object.
class RandomVggFile {
 public:
  /// A VGG of that depth up to the layer `last`, for the input that load_vgg knows by that text.
  RandomVggFile(int depth, const std::string& last, const std::string& input);
  ~RandomVggFile();
  RandomVggFile(const RandomVggFile&) = delete;
  RandomVggFile& operator=(const RandomVggFile&) = delete;

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace mien
