#include "training/progress.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <iostream>
#include <vector>

namespace mien {
namespace {

constexpr double kMemory = 20;                // seconds the averages look back
constexpr double kRedraw = 0.1, kPlain = 10;  // seconds between lines
constexpr int kBar = 20, kShortBar = 8;

double steady_seconds() {
  return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

template <class... Values>
std::string format(const char* pattern, Values... values) {
  char buffer[128];
  std::snprintf(buffer, sizeof buffer, pattern, values...);
  return buffer;
}

int terminal_width() {
  winsize size{};
  return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 100;
}

std::string bar_of(double share, int cells) {
  const int full = static_cast<int>(cells * std::clamp(share, 0.0, 1.0));
  return std::string("[").append(full, '#').append(cells - full, '-').append("] ");
}

std::vector<std::string> value_texts(std::span<const NamedValue> values) {
  std::vector<std::string> texts;
  for (const auto& [name, value] : values) {
    texts.push_back(format("  %s %.4g", name.c_str(), value));
  }
  return texts;
}

}  // namespace

std::string duration_text(double seconds) {
  const long long whole = std::llround(std::clamp(seconds, 0.0, 1e12));
  if (whole < 60) return format("%lld s", whole);
  if (whole < 3600) return format("%lld:%02lld", whole / 60, whole % 60);
  const long long hours = whole / 3600;
  if (hours < 48) return format("%lld:%02lld:%02lld", hours, whole / 60 % 60, whole % 60);
  return format("%lld d %lld h", hours / 24, hours % 24);
}

std::string progress_line(const ProgressState& state, std::span<const NamedValue> losses,
                          int width) {
  const double share =
      state.total > 0 ? static_cast<double>(state.step) / static_cast<double>(state.total) : 1;
  const std::string total = std::to_string(state.total);
  const int digits = static_cast<int>(total.size());
  const std::string head =
      format("%*lld/%s ", digits, static_cast<long long>(state.step), total.c_str());
  const double speed = state.images_per_second;
  std::string tail = format("%3.0f%%  ", std::floor(100 * share)) +
                     format(speed < 100 ? "%.3g images/s" : "%.0f images/s", speed) +
                     format("  data %.0f%%  ", 100 * state.data_share);
  tail += state.seconds_left < 0 ? "" : duration_text(state.seconds_left) + " left";
  const std::vector<std::string> values = value_texts(losses);
  const auto room = static_cast<std::size_t>(std::max(width, 0));
  const std::size_t needed = head.size() + tail.size() + 3;
  std::size_t wanted = needed + kBar;
  for (const auto& value : values) wanted += value.size();
  std::string line = head;
  if (wanted <= room || needed + kShortBar <= room) {
    line += bar_of(share, wanted <= room ? kBar : kShortBar);
  }
  line += tail;
  for (const auto& value : values) {
    if (line.size() + value.size() > room) break;  // half a number would be another number
    line += value;
  }
  return line.substr(0, room);
}

StepProgress::StepProgress(Index start, Index total)
    : StepProgress(start, total, std::cerr, isatty(STDERR_FILENO) == 1, steady_seconds) {}

StepProgress::StepProgress(Index start, Index total, std::ostream& out, bool terminal,
                           std::function<double()> clock)
    : out_(out), clock_(std::move(clock)), terminal_(terminal), updated_(clock_()) {
  state_.step = start;
  state_.total = total;
}

void StepProgress::update(Index step, Index images, double data,
                          std::span<const NamedValue> losses) {
  const double now = clock_(), passed = now - updated_;
  const double keep = std::exp(-passed / kMemory);
  steps_ = keep * steps_ + static_cast<double>(step - state_.step);
  seconds_ = keep * seconds_ + passed;
  images_ = keep * images_ + static_cast<double>(images);
  data_ = keep * data_ + data;
  updated_ = now;

  const bool first = line_.empty();
  state_.step = step;
  state_.images_per_second = seconds_ > 0 ? images_ / seconds_ : 0;
  state_.data_share = seconds_ > 0 ? std::clamp(data_ / seconds_, 0.0, 1.0) : 0;
  state_.seconds_left =
      steps_ > 0 ? seconds_ / steps_ * static_cast<double>(state_.total - step) : -1;
  line_ = progress_line(state_, losses, terminal_ ? terminal_width() - 1 : 1000);
  fresh_ = true;
  if (first || step >= state_.total || now - drawn_ >= (terminal_ ? kRedraw : kPlain)) {
    drawn_ = now;
    draw();
  }
}

void StepProgress::draw() {
  if (terminal_) {
    out_ << "\r\x1b[K" << line_ << std::flush;
  } else if (fresh_) {
    out_ << line_ << std::endl;
  }
  fresh_ = false;
}

void StepProgress::note(const std::string& line) {
  if (terminal_) out_ << "\r\x1b[K";
  out_ << line << std::endl;
  if (terminal_ && !line_.empty()) draw();
}

void StepProgress::finish() {
  if (line_.empty()) return;
  draw();
  if (terminal_) out_ << std::endl;
  line_.clear();
}

}  // namespace mien
