#pragma once

#include <sys/types.h>

#include <cstdio>
#include <string>
#include <vector>

namespace mien {

/// A program in a process of its own, spoken to line by line over its standard input and output.
class LineProcess {
 public:
  /// Starts `command`, a program and its arguments; its error output is ours.
  explicit LineProcess(const std::vector<std::string>& command);
  LineProcess(const LineProcess&) = delete;
  LineProcess& operator=(const LineProcess&) = delete;
  ~LineProcess();  ///< ends its input and waits for it

  /// Sends one line and returns the answer.
  std::string ask(const std::string& line);

  /// The next line it writes. Throws std::runtime_error if it has ended.
  std::string read();

 private:
  std::string program_;
  pid_t process_ = -1;
  std::FILE* to_ = nullptr;
  std::FILE* from_ = nullptr;
};

}  // namespace mien
