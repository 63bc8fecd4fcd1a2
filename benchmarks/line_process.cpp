#include "benchmarks/line_process.h"

#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <stdexcept>

namespace mien {
namespace {

[[noreturn]] void become(const std::vector<std::string>& command) {
  std::vector<char*> arguments;
  for (const std::string& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  execvp(arguments[0], arguments.data());
  std::perror(("cannot run " + command[0]).c_str());
  _exit(127);
}

}  // namespace

LineProcess::LineProcess(const std::vector<std::string>& command) : program_(command.at(0)) {
  int down[2], up[2];
  if (pipe2(down, O_CLOEXEC) != 0 || pipe2(up, O_CLOEXEC) != 0) {
    throw std::runtime_error(program_ + ": cannot make pipes");
  }
  std::signal(SIGPIPE, SIG_IGN);
  process_ = fork();
  if (process_ < 0) throw std::runtime_error(program_ + ": cannot start a process");
  if (process_ == 0) {
    dup2(down[0], STDIN_FILENO);
    dup2(up[1], STDOUT_FILENO);
    become(command);
  }
  close(down[0]);
  close(up[1]);
  to_ = fdopen(down[1], "w");
  from_ = fdopen(up[0], "r");
}

LineProcess::~LineProcess() {
  std::fclose(to_);
  std::fclose(from_);
  waitpid(process_, nullptr, 0);
}

std::string LineProcess::ask(const std::string& line) {
  std::fprintf(to_, "%s\n", line.c_str());
  std::fflush(to_);
  return read();
}

std::string LineProcess::read() {
  std::string line;
  for (int c; (c = std::fgetc(from_)) != '\n';) {
    if (c == EOF) throw std::runtime_error(program_ + " ended early");
    line += static_cast<char>(c);
  }
  return line;
}

}  // namespace mien
