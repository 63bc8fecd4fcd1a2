#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <stdexcept>
#include <string_view>

namespace mien {

/// A file could not be read or written, or does not hold what it should. The message names it.
class FileError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Throws FileError "PATH: cannot ACTION: REASON", the reason being that of `error` (an errno).
[[noreturn]] void throw_file_error(const std::filesystem::path& path, std::string_view action,
                                   int error);

/// Replaces a file as a whole or not at all.
///
/// Bytes go to `.NAME.tmp` in the folder of the file. `commit` forces them to the disk, renames the
/// temporary over the file, and forces the folder to the disk: at every moment, a crash or a power
/// cut included, the name means either the old content or the new. Without a commit the temporary
/// is removed and the old file stays. The new file has the permissions of the one it replaces; a
/// symbolic link stays one, its target is replaced.
///
/// The temporary is locked while it is written. Of two writers of one file the later waits; what a
/// killed process left behind is taken over by the next writer, so that at most one file is litter.
///
/// Every call throws FileError naming the file and the system's reason: a missing folder, no
/// permission, a full disk, a path that is a folder or a device.
class AtomicFile {
 public:
  explicit AtomicFile(const std::filesystem::path& path);
  ~AtomicFile();
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;

  void write(std::span<const std::byte> bytes);
  void write(std::string_view text);
  void commit();

 private:
  void open_temporary();
  void keep_mode();

  std::filesystem::path path_, temporary_;
  int descriptor_ = -1;
};

/// Writes one file as a whole or not at all; see AtomicFile.
void write_file(const std::filesystem::path& path, std::span<const std::byte> content);
void write_file(const std::filesystem::path& path, std::string_view content);

/// Throws, as writing the file would, if it cannot be: to be asked before long work whose results
/// it is to hold. Leaves everything as it was.
void check_can_write(const std::filesystem::path& path);

}  // namespace mien
