#pragma once

namespace mien {

/// Lets Ctrl-C (SIGINT) and SIGTERM end a run in good order.
///
/// While an object lives, the first signal sets `requested` and says so on stderr: the loop is to
/// finish its step, save and leave. The second one ends the process at once, as without us; the
/// last checkpoint stays. The destructor restores what was there. One object at a time.
class StopSignal {
 public:
  StopSignal();
  StopSignal(const StopSignal&) = delete;
  StopSignal& operator=(const StopSignal&) = delete;
  ~StopSignal();

  /// True once a signal came.
  bool requested() const;
};

}  // namespace mien
