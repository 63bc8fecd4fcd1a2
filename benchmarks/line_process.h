#pragma once

#include <sys/types.h>

#include <cstdio>
#include <string>

#include "benchmarks/stopwatch.h"

namespace mien {

/// benchmarks/peer.py in a process of its own, kept alive between rows, spoken to line by line.
class PeerProcess {
 public:
  /// Starts it with the Python interpreter at `python`. Throws std::runtime_error if it does not
  /// answer; its error output is ours.
  PeerProcess(const std::string& python, const std::string& script, int threads, Clock clock);
  PeerProcess(const PeerProcess&) = delete;
  PeerProcess& operator=(const PeerProcess&) = delete;
  ~PeerProcess();

  /// The peer's name and version.
  const std::string& version() const { return version_; }

  /// Sends one line and returns the answer. Throws std::runtime_error if the process has ended.
  std::string ask(const std::string& line);

 private:
  pid_t process_ = -1;
  std::FILE* to_ = nullptr;
  std::FILE* from_ = nullptr;
  std::string version_;
};

}  // namespace mien
