#include "training/run_folder.h"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <utility>

namespace mien {
namespace fs = std::filesystem;
namespace {

template <class... Parts>
[[noreturn]] void fail(const Parts&... parts) {
  throw std::runtime_error(text(parts...));
}

void make_folder(const fs::path& path) {
  std::error_code error;
  fs::create_directories(path, error);
  if (error) fail(path.string(), ": cannot make the folder: ", error.message());
}

}  // namespace

RunFolder::RunFolder(const fs::path& path) : path_(path) {}

RunFolder::RunFolder(RunFolder&& other) noexcept
    : path_(std::move(other.path_)), lock_(std::exchange(other.lock_, -1)) {}

RunFolder::~RunFolder() {
  if (lock_ >= 0) close(lock_);  // the file stays: removing it would race with the next run
}

RunFolder RunFolder::create(const fs::path& path) {
  make_folder(path);
  RunFolder folder(path);
  folder.lock();
  if (folder.has_checkpoint()) {
    fail(path.string(), " already holds a run: continue it with --resume, or choose another --out");
  }
  make_folder(folder.samples());
  return folder;
}

RunFolder RunFolder::resume(const fs::path& path) {
  if (!fs::is_directory(path)) {
    fail(path.string(), fs::exists(path) ? ": not a folder" : ": no such folder",
         "; --resume continues a run that was started there");
  }
  RunFolder folder(path);
  folder.lock();
  make_folder(folder.samples());
  return folder;
}

void RunFolder::lock() {
  const fs::path file = path_ / "lock";
  lock_ = open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0666);
  if (lock_ < 0) fail(file.string(), ": cannot be opened: ", std::strerror(errno));
  if (flock(lock_, LOCK_EX | LOCK_NB) != 0) {
    if (errno != EWOULDBLOCK) fail(file.string(), ": cannot be locked: ", std::strerror(errno));
    std::string owner = "unknown";
    std::ifstream(file) >> owner;
    fail(path_.string(), " is in use: process ", owner, " trains there");
  }
  const std::string id = std::to_string(getpid()) + "\n";
  if (ftruncate(lock_, 0) != 0 || pwrite(lock_, id.data(), id.size(), 0) != std::ssize(id)) {
    fail(file.string(), ": cannot be written: ", std::strerror(errno));
  }
}

fs::path RunFolder::sample(Index step) const {
  char name[40];
  std::snprintf(name, sizeof name, "step_%08lld.png", static_cast<long long>(step));
  return samples() / name;
}

bool RunFolder::has_checkpoint() const { return fs::exists(last()) || fs::exists(previous()); }

bool RunFolder::holds_run(const fs::path& path) {
  const RunFolder folder(path);
  return folder.has_checkpoint() || fs::exists(folder.settings());
}

}  // namespace mien
