#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace mien {

/// A line on stderr that says how far the work is, how fast it goes and how long it will take.
///
/// On a terminal the line is redrawn a few times a second; elsewhere (a log file) a new one is
/// printed for every tenth of the work. To be updated from one thread at a time.
class Progress {
 public:
  /// `what` begins the line, `unit` names what is counted ("images").
  Progress(std::string what, std::int64_t total, std::string unit);
  /// Ends the line.
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// `done` of the total are done; `note` (losses, say) goes to the end of the line.
  void update(std::int64_t done, const std::string& note = {});

 private:
  bool is_due(std::int64_t done);
  std::string line(std::int64_t done) const;

  std::string what_, unit_;
  std::int64_t total_;
  bool terminal_;
  std::chrono::steady_clock::time_point start_, last_;
  std::int64_t tenths_ = 0;
  bool drawn_ = false;
};

}  // namespace mien
