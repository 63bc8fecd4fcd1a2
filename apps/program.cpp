#include "apps/program.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cctype>
#include <cstdio>
#include <cstring>
#include <iostream>
#include <new>

#include "tensor/allocator.h"
#include "tensor/atomic_file.h"
#include "tensor/build.h"
#include "training/environment.h"
#include "training/processor.h"

namespace mien {
namespace {

int fail(const std::string& message, ExitCode code) {
  std::string line = message;
  std::replace(line.begin(), line.end(), '\n', ' ');
  while (!line.empty() && line.back() == ' ') line.pop_back();
  std::fflush(stdout);  // what was found out before comes first
  std::fprintf(stderr, "error: %s\n", line.c_str());
  return code;
}

// Else the next file we open becomes a closed stdout or stderr, and what is said there gets in it.
void open_standard_streams() {
  for (int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (fcntl(stream, F_GETFD) == -1) open("/dev/null", O_RDWR);
  }
}

void check_everything_was_said() {
  if (!std::cout.flush() || std::fflush(stdout) != 0 || std::ferror(stdout)) {
    throw FileError("standard output: not everything could be written");
  }
}

}  // namespace

int run_program(CLI::App& app, int argc, const char* const* argv,
                const std::function<void()>& work) {
  check_processor();
  open_standard_streams();
  signal(SIGXFSZ, SIG_IGN);  // write() then reports the error
  app.set_version_flag("--version", version_text());
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& help_or_version) {
    return app.exit(help_or_version);
  } catch (const CLI::ParseError& error) {
    return fail(error.what(), kExitUsage);
  }
  try {
    work();
    check_everything_was_said();
    return kExitSuccess;
  } catch (const UsageError& error) {
    return fail(error.what(), kExitUsage);
  } catch (const OutOfMemory& error) {
    return fail(error.what(), kExitFailure);
  } catch (const std::bad_alloc&) {
    return fail("out of memory", kExitFailure);
  } catch (const std::exception& error) {
    return fail(error.what(), kExitFailure);
  }
}

void check_can_write_results(std::initializer_list<std::string> paths) {
  for (const auto& path : paths) {
    if (!path.empty()) check_can_write(path);
  }
}

std::string shell_word(const std::string& text) {
  const bool plain = std::ranges::all_of(text, [](unsigned char letter) {
    return std::isalnum(letter) || letter >= 0x80 || std::strchr("/._-+,:=@%", letter);
  });
  if (plain && !text.empty()) return text;
  std::string word = "'";
  for (char letter : text) word += letter == '\'' ? std::string("'\\''") : std::string(1, letter);
  return word + "'";
}

void print_configuration(const std::string& program, const Configuration& values) {
  std::size_t width = 0;
  for (const auto& [name, value] : values) width = std::max(width, name.size());
  std::fprintf(stderr, "%s (mien %s)\n", program.c_str(), MIEN_VERSION);
  for (const auto& [name, value] : values) {
    std::fprintf(stderr, "  %-*s  %s\n", static_cast<int>(width), name.c_str(), value.c_str());
  }
}

}  // namespace mien
