#include "tensor/input_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "tensor/atomic_file.h"

namespace mien {

InputFile::InputFile(const std::filesystem::path& path) : path_(path) {
  // O_NONBLOCK: opening a named pipe must not wait for a writer; it is refused just below.
  descriptor_ = open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
  if (descriptor_ == -1) throw_file_error(path, "open", errno);
  struct stat status;
  const bool known = fstat(descriptor_, &status) == 0;
  if (!known || !S_ISREG(status.st_mode)) {
    const bool is_folder = known && S_ISDIR(status.st_mode);
    close(descriptor_);
    throw FileError(
        text(path.string(), ": expected a file, got ", is_folder ? "a folder" : "something else"));
  }
  bytes_ = status.st_size;
}

InputFile::~InputFile() { close(descriptor_); }

void InputFile::read_at(Index offset, std::span<std::byte> to) const {
  while (!to.empty()) {
    const ssize_t count = pread(descriptor_, to.data(), to.size(), offset);
    if (count == -1 && errno == EINTR) continue;
    if (count == -1) throw_file_error(path_, "read", errno);
    if (count == 0) throw FileError(text(path_.string(), ": ended while it was read"));
    to = to.subspan(static_cast<std::size_t>(count));
    offset += count;
  }
}

std::string read_file(const std::filesystem::path& path, Index limit) {
  const InputFile file(path);
  if (file.bytes() > limit) {
    throw FileError(
        text(path.string(), ": expected at most ", limit, " bytes, got ", file.bytes()));
  }
  std::string content(static_cast<std::size_t>(file.bytes()), '\0');
  file.read_at(0, std::as_writable_bytes(std::span(content)));
  return content;
}

}  // namespace mien
