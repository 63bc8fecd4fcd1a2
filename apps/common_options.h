#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cuda/precision.h"
#include "data/crop.h"
#include "tensor/device.h"

namespace CLI {
class App;
}

namespace mien {

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
  bool exact = false;          ///< convolutions by their definition, on the CPU
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
/// "cuda:0 (NVIDIA H200, 139 GiB, tf32)", "cpu (no CUDA driver is installed)".
/// Throws std::runtime_error if the device is not there, UsageError if the CPU is asked for what
/// only a card can do.
void apply_common_options(CommonOptions& options);

}  // namespace mien
