#include "apps/progress.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <utility>

namespace mien {
namespace {

using Clock = std::chrono::steady_clock;

std::string duration_text(double seconds) {
  char text[32];
  const auto whole = static_cast<long>(seconds + 0.5);
  if (whole < 3600) {
    std::snprintf(text, sizeof text, "%ld:%02ld", whole / 60, whole % 60);
  } else {
    std::snprintf(text, sizeof text, "%ld:%02ld:%02ld", whole / 3600, whole / 60 % 60, whole % 60);
  }
  return text;
}

}  // namespace

Progress::Progress(std::string what, std::int64_t total, std::string unit)
    : what_(std::move(what)),
      unit_(std::move(unit)),
      total_(std::max<std::int64_t>(total, 1)),
      terminal_(isatty(STDERR_FILENO) == 1),
      start_(Clock::now()),
      last_(start_) {}

Progress::~Progress() {
  if (terminal_ && drawn_) std::fputc('\n', stderr);
}

void Progress::update(std::int64_t done, const std::string& note) {
  if (!is_due(done)) return;
  const std::string text = line(done) + (note.empty() ? "" : "  ") + note;
  // \033[K clears what a longer line left behind.
  std::fprintf(stderr, terminal_ ? "\r%s\033[K" : "%s\n", text.c_str());
  std::fflush(stderr);
  drawn_ = true;
}

bool Progress::is_due(std::int64_t done) {
  if (!terminal_) {
    const std::int64_t tenths = 10 * done / total_;
    return std::exchange(tenths_, tenths) != tenths;
  }
  const auto now = Clock::now();
  if (done < total_ && now - last_ < std::chrono::milliseconds(200)) return false;
  last_ = now;
  return true;
}

std::string Progress::line(std::int64_t done) const {
  const double elapsed = std::chrono::duration<double>(Clock::now() - start_).count();
  const double rate = elapsed > 0 ? static_cast<double>(done) / elapsed : 0;
  const double left = rate > 0 ? static_cast<double>(total_ - done) / rate : 0;
  char numbers[160];
  std::snprintf(numbers, sizeof numbers, "%3ld %%  %ld of %ld %s  %.*f %s/s  %s left",
                static_cast<long>(100 * done / total_), static_cast<long>(done),
                static_cast<long>(total_), unit_.c_str(), rate < 10 ? 1 : 0, rate, unit_.c_str(),
                duration_text(left).c_str());
  return what_ + "  " + numbers;
}

}  // namespace mien
