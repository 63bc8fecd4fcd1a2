#pragma once

#include <functional>
#include <initializer_list>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

namespace CLI {
class App;
}

namespace mien {

/// Exit codes of every program: it worked; it failed; it was called wrongly.
enum ExitCode { kExitSuccess = 0, kExitFailure = 1, kExitUsage = 2 };

/// The command line makes no sense although each flag does. Ends a program with kExitUsage.
class UsageError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

/// Parses the command line, then runs `work`; returns the exit code.
///
/// Whatever goes wrong is one line "error: ..." on stderr: kExitUsage for what the command line
/// gets wrong and for UsageError, kExitFailure for any other exception. `--help` and `--version`
/// print to stdout and succeed. A file that grows beyond the system's limit is an ordinary error,
/// as is a stdout that takes no more; what would go to a closed stdout or stderr goes nowhere.
int run_program(CLI::App& app, int argc, const char* const* argv,
                const std::function<void()>& work);

/// Throws FileError if one of the files cannot be written; "" stands for a file nobody asked for.
void check_can_write_results(std::initializer_list<std::string> paths);

/// The text as one word of a shell command, quoted if it needs to be.
std::string shell_word(const std::string& text);

/// Names and resolved values, to be printed before the work starts.
using Configuration = std::vector<std::pair<std::string, std::string>>;

/// Prints the program's name and one aligned line for each value, to stderr.
void print_configuration(const std::string& program, const Configuration& values);

}  // namespace mien
