#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>

namespace mien {

/// A file that appears under its name only when it is complete.
///
/// Bytes go to a temporary file in the same folder. `commit` flushes it to the disk, renames it
/// over `path` and flushes the folder, so that after a crash either the old file or the new one is
/// there, whole. Without `commit` the destructor removes the temporary file. A file that is
/// replaced keeps its permissions.
///
/// Every failure (missing folder, no permission, disk full) throws std::runtime_error that names
/// `path` and the system's reason.
class AtomicFile {
 public:
  explicit AtomicFile(std::filesystem::path path);
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;
  ~AtomicFile();

  /// Appends `bytes`.
  void write(std::span<const std::byte> bytes);

  /// Makes the file visible. Nothing can be written afterwards.
  void commit();

 private:
  [[noreturn]] void fail(const char* step) const;

  std::filesystem::path path_;
  std::string temporary_;
  int descriptor_ = -1;
};

/// Writes a whole file at once through AtomicFile.
void write_file(const std::filesystem::path& path, std::span<const std::byte> bytes);

}  // namespace mien
