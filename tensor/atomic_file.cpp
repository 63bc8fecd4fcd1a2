#include "tensor/atomic_file.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include "tensor/check.h"

namespace mien {
namespace {

// Repeats a system call that a signal interrupted.
template <class Call>
auto retried(Call call) {
  auto result = call();
  while (result == -1 && errno == EINTR) result = call();
  return result;
}

std::filesystem::path folder_of(const std::filesystem::path& path) {
  return path.has_parent_path() ? path.parent_path() : std::filesystem::path(".");
}

std::filesystem::path target_of(const std::filesystem::path& path) {
  struct stat status;
  if (stat(path.c_str(), &status) == 0 && !S_ISREG(status.st_mode)) {
    throw FileError(text(path.string(), ": cannot be replaced: it is not a regular file"));
  }
  std::error_code ignored;
  if (!std::filesystem::is_symlink(path, ignored)) return path;
  const auto target = std::filesystem::weakly_canonical(path, ignored);
  return ignored ? path : target;
}

// A file system that has no locks says so at once; there the file is written without one.
void lock(int descriptor) {
  retried([&] { return flock(descriptor, LOCK_EX); });
}

bool is_still_named(int descriptor, const std::filesystem::path& path) {
  struct stat opened, named;
  return fstat(descriptor, &opened) == 0 && stat(path.c_str(), &named) == 0 &&
         opened.st_ino == named.st_ino && opened.st_dev == named.st_dev;
}

void force_folder_to_disk(const std::filesystem::path& folder) {
  const int descriptor =
      retried([&] { return open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC); });
  if (descriptor == -1) throw_file_error(folder, "open", errno);
  const int failure = retried([&] { return fsync(descriptor); }) == 0 ? 0 : errno;
  close(descriptor);
  // Some file systems cannot force a folder and say EINVAL; there the rename has to do.
  if (failure != 0 && failure != EINVAL) throw_file_error(folder, "force to disk", failure);
}

}  // namespace

void throw_file_error(const std::filesystem::path& path, std::string_view action, int error) {
  throw FileError(
      text(path.string(), ": cannot ", action, ": ", std::generic_category().message(error)));
}

AtomicFile::AtomicFile(const std::filesystem::path& path) : path_(target_of(path)) {
  check(path_.has_filename(), "write: \"", path.string(), "\" names no file");
  temporary_ = path_.parent_path() / text(".", path_.filename().string(), ".tmp");
  open_temporary();
}

void AtomicFile::open_temporary() {
  while (true) {
    descriptor_ = retried([&] {
      return open(temporary_.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0666);
    });
    if (descriptor_ == -1) throw_file_error(path_, "write", errno);
    lock(descriptor_);
    // Whoever held the lock before may have renamed or removed the file that was opened.
    if (is_still_named(descriptor_, temporary_)) break;
    close(descriptor_);
  }
  // Only a leftover of a killed writer is not empty; writing begins anew in any case.
  if (ftruncate(descriptor_, 0) != 0) {
    const int failure = errno;
    close(descriptor_);
    throw_file_error(path_, "write", failure);
  }
}

void AtomicFile::keep_mode() {
  struct stat old;
  if (stat(path_.c_str(), &old) == 0 && fchmod(descriptor_, old.st_mode & 07777) != 0) {
    throw_file_error(path_, "keep the permissions", errno);
  }
}

AtomicFile::~AtomicFile() {
  if (descriptor_ == -1) return;
  unlink(temporary_.c_str());
  close(descriptor_);
}

void AtomicFile::write(std::span<const std::byte> bytes) {
  while (!bytes.empty()) {
    const ssize_t written =
        retried([&] { return ::write(descriptor_, bytes.data(), bytes.size()); });
    if (written < 0) throw_file_error(path_, "write", errno);
    bytes = bytes.subspan(static_cast<std::size_t>(written));
  }
}

void AtomicFile::write(std::string_view text) {
  write(std::as_bytes(std::span(text.data(), text.size())));
}

void AtomicFile::commit() {
  check(descriptor_ != -1, "commit: ", path_.string(), " was committed before");
  keep_mode();
  if (retried([&] { return fsync(descriptor_); }) != 0) {
    throw_file_error(path_, "force to disk", errno);
  }
  if (rename(temporary_.c_str(), path_.c_str()) != 0) throw_file_error(path_, "replace", errno);
  const int descriptor = descriptor_;
  descriptor_ = -1;
  if (close(descriptor) != 0 && errno != EINTR) throw_file_error(path_, "close", errno);
  force_folder_to_disk(folder_of(path_));
}

void write_file(const std::filesystem::path& path, std::span<const std::byte> content) {
  AtomicFile file(path);
  file.write(content);
  file.commit();
}

void write_file(const std::filesystem::path& path, std::string_view content) {
  write_file(path, std::as_bytes(std::span(content.data(), content.size())));
}

void check_can_write(const std::filesystem::path& path) { AtomicFile not_committed(path); }

}  // namespace mien
