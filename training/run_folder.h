#pragma once

#include <filesystem>

#include "tensor/check.h"

namespace mien {

/// The folder of one training run, locked for as long as the object lives.
///
///   last.safetensors       the newest checkpoint
///   previous.safetensors   the one before
///   damaged.safetensors    a newest one that could not be read, kept for who wants to look
///   weights.safetensors    the networks alone, written at the end
///   run.json               the model and every option
///   log.csv                one row of numbers per logged step
///   samples/               picture grids, `step_00001200.png`
///   report.html            curves and pictures on one page
///   faces/, data/          the data sets of a run on synthetic faces
///   lock                   held by the process that runs here; its number stands inside
///
/// The lock belongs to the process, not to the file: a killed run leaves no stale lock. Failures
/// throw std::runtime_error with the path and the system's reason.
class RunFolder {
 public:
  /// A folder for a new run, made if missing. Refused if it already holds a checkpoint, so that
  /// nothing trained is overwritten, and if another process runs there.
  static RunFolder create(const std::filesystem::path& path);

  /// The folder of a run to continue. Refused if missing, or if another process runs there. It may
  /// hold no checkpoint yet: see `has_checkpoint`.
  static RunFolder resume(const std::filesystem::path& path);

  RunFolder(RunFolder&& other) noexcept;
  RunFolder& operator=(RunFolder&&) = delete;
  ~RunFolder();

  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path last() const { return path_ / "last.safetensors"; }
  std::filesystem::path previous() const { return path_ / "previous.safetensors"; }
  std::filesystem::path weights() const { return path_ / "weights.safetensors"; }
  std::filesystem::path settings() const { return path_ / "run.json"; }
  std::filesystem::path log() const { return path_ / "log.csv"; }
  std::filesystem::path report() const { return path_ / "report.html"; }
  std::filesystem::path samples() const { return path_ / "samples"; }
  std::filesystem::path sample(Index step) const;

  /// True if there is a newest or a previous checkpoint to continue from.
  bool has_checkpoint() const;

  /// True if a run was begun in a folder: it holds a checkpoint, or run.json. Changes nothing
  /// there.
  static bool holds_run(const std::filesystem::path& path);

 private:
  explicit RunFolder(const std::filesystem::path& path);
  void lock();

  std::filesystem::path path_;
  int lock_ = -1;
};

}  // namespace mien
