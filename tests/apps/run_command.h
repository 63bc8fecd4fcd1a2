#pragma once

#include <sys/wait.h>

#include <cstdio>
#include <string>

namespace mien {

struct CommandResult {
  int code;
  std::string output;  ///< stdout, then what stderr said
};

/// Runs a program of ours with arguments written as in a shell, perhaps after another command.
inline CommandResult run_command(const std::string& program, const std::string& arguments,
                                 const std::string& before = "") {
  const std::string line = before + MIEN_PROGRAMS "/" + program + " " + arguments + " 2>&1";
  std::FILE* pipe = popen(line.c_str(), "r");
  CommandResult result{-1, {}};
  char block[4096];
  for (std::size_t count; (count = fread(block, 1, sizeof block, pipe)) > 0;) {
    result.output.append(block, count);
  }
  const int status = pclose(pipe);
  if (WIFEXITED(status)) result.code = WEXITSTATUS(status);
  return result;
}

}  // namespace mien
