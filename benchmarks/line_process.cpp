#include "benchmarks/peer_process.h"

#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <stdexcept>

namespace mien {

PeerProcess::PeerProcess(const std::string& python, const std::string& script, int threads,
                         Clock clock) {
  int down[2], up[2];
  if (pipe(down) != 0 || pipe(up) != 0) throw std::runtime_error("peer: cannot make pipes");
  std::signal(SIGPIPE, SIG_IGN);
  process_ = fork();
  if (process_ < 0) throw std::runtime_error("peer: cannot start a process");
  if (process_ == 0) {
    dup2(down[0], STDIN_FILENO);
    dup2(up[1], STDOUT_FILENO);
    for (int end : {down[0], down[1], up[0], up[1]}) close(end);
    execlp(python.c_str(), python.c_str(), script.c_str(), std::to_string(threads).c_str(),
           clock == Clock::wall ? "wall" : "processor", nullptr);
    std::perror(("cannot run " + python).c_str());
    _exit(127);
  }
  close(down[0]);
  close(up[1]);
  to_ = fdopen(down[1], "w");
  from_ = fdopen(up[0], "r");
  version_ = ask("version");
}

PeerProcess::~PeerProcess() {
  std::fclose(to_);
  std::fclose(from_);
  waitpid(process_, nullptr, 0);
}

std::string PeerProcess::ask(const std::string& line) {
  std::fprintf(to_, "%s\n", line.c_str());
  std::fflush(to_);
  std::string answer;
  for (int c; (c = std::fgetc(from_)) != '\n';) {
    if (c == EOF) throw std::runtime_error("peer: ended while asked to \"" + line + "\"");
    answer += static_cast<char>(c);
  }
  return answer;
}

}  // namespace mien
