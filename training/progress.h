#pragma once

#include <functional>
#include <iosfwd>
#include <span>
#include <string>

#include "models/named_value.h"
#include "tensor/check.h"

namespace mien {

/// "45 s", "3:20", "2:03:15", "3 d 4 h": how long something takes.
std::string duration_text(double seconds);

/// What one progress line tells.
struct ProgressState {
  Index step = 0, total = 0;
  double images_per_second = 0;
  double data_share = 0;    ///< part of the time that went into data: waiting, or a core's work
  double seconds_left = 0;  ///< negative: not known yet
};

/// " 1200/5000 [#####---------------]  24%  81.5 images/s  data 3%  3:20 left  pixel 0.0123".
/// The line never exceeds `width`, in letters: the bar is shortened, and the last losses left out.
std::string progress_line(const ProgressState& state, std::span<const NamedValue> losses,
                          int width);

/// A progress display on stderr: on a terminal one line that is drawn over ten times a second, in
/// a file or pipe a plain line every ten seconds; the first and the last step always show.
///
/// Speed, the share of data and time left are averages over roughly the last 20 seconds.
class StepProgress {
 public:
  /// Counts from `start` (the step a resumed run begins at) to `total`.
  StepProgress(Index start, Index total);
  /// The same on any stream, with its own idea of terminal and time (in seconds).
  StepProgress(Index start, Index total, std::ostream& out, bool terminal,
               std::function<double()> clock);

  /// The first step begins now: what came before is nobody's speed.
  void begin() { updated_ = clock_(); }

  /// Reports that `step` steps are done. `images` and `data` (seconds it cost) belong to this step
  /// alone.
  void update(Index step, Index images, double data, std::span<const NamedValue> losses);

  /// Writes a line that stays, above the bar.
  void note(const std::string& line);

  /// Leaves the last state standing.
  void finish();

  const ProgressState& state() const { return state_; }

 private:
  void draw();

  std::ostream& out_;
  std::function<double()> clock_;
  bool terminal_;
  ProgressState state_;
  std::string line_;
  bool fresh_ = false;  // nobody has seen the line yet
  double updated_, drawn_ = -1e300;
  double steps_ = 0, seconds_ = 0, images_ = 0, data_ = 0;  // decaying sums
};

}  // namespace mien
