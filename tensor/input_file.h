#pragma once

#include <filesystem>
#include <span>
#include <string>

#include "tensor/check.h"

namespace mien {

/// A regular file opened for reading at any offset. Throws FileError naming the file and the
/// system's reason: missing, a folder, no permission, an input/output error.
class InputFile {
 public:
  explicit InputFile(const std::filesystem::path& path);
  ~InputFile();
  InputFile(const InputFile&) = delete;
  InputFile& operator=(const InputFile&) = delete;

  /// Size in bytes when it was opened.
  Index bytes() const { return bytes_; }
  int descriptor() const { return descriptor_; }

  /// Fills `to` with the bytes at `offset`. Throws FileError if the file ends before.
  void read_at(Index offset, std::span<std::byte> to) const;

 private:
  std::filesystem::path path_;
  int descriptor_ = -1;
  Index bytes_ = 0;
};

/// The content of a file. Throws FileError if it cannot be read or holds more than `limit` bytes.
std::string read_file(const std::filesystem::path& path, Index limit = Index{1} << 30);

}  // namespace mien
