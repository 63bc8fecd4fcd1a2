#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "cuda/precision.h"
#include "data/crop.h"
#include "tensor/device.h"

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

/// Options every program that computes has.
struct CommonOptions {
  std::uint64_t seed = 0;
  int threads = 0;              ///< 0: one per available core
  std::string device = "auto";  ///< auto, cpu or cuda; once it is resolved, what to say of it
  Device computes_on = kCpu;    ///< what `device` came to
  /// Of products on a card.
  cuda::Precision precision = cuda::Precision::fp32;
  bool deterministic = false;  ///< the same bits in every run on a card
  bool no_graphs = false;      ///< steps on a card are not recorded
  bool exact = false;          ///< convolutions by their definition
  bool explain = false;        ///< say how convolutions are computed
  int workspace = 64;          ///< MB of transformed filters at a time, at most
};

/// Adds `--seed K`.
void add_seed_option(CLI::App& app, CommonOptions& options);
/// Adds `--device auto|cpu|cuda`, and how a card computes: `--precision fp32|tf32|bf16`,
/// `--deterministic`, `--no-graphs`.
void add_device_option(CLI::App& app, CommonOptions& options);
/// Adds `--threads N`. After parsing `threads` is positive.
void add_threads_option(CLI::App& app, CommonOptions& options);

/// Adds `--exact`.
void add_exact_option(CLI::App& app, CommonOptions& options);
/// Adds `--explain` and `--workspace MB`, which change no result.
void add_convolution_options(CLI::App& app, CommonOptions& options);

/// Adds `--set KEY=VALUE`, which may come again: options of a trained model.
void add_settings_option(CLI::App& app, std::vector<std::string>& settings);

/// Adds `--crop x,y,width,height`, four whole numbers.
void add_crop_option(CLI::App& app, std::optional<Box>& crop);

/// Computes as the options say from here on: sets the threads, how to convolve, and resolves the
/// device. `auto` is the first CUDA device, or else the CPU; `device` then says which and why:
/// "cuda:0 (NVIDIA H200, 139 GiB)", "cpu (no CUDA driver is installed)".
/// Throws std::runtime_error if the device is not there, UsageError if the CPU is asked for what
/// only a card can do.
void apply_common_options(CommonOptions& options);

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
