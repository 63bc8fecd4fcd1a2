#pragma once

#include <optional>
#include <string>

#include "training/run_folder.h"

namespace mien {

/// What a run was asked for, kept as `run.json` in its folder, so that `--resume` needs no flag:
///
///   {"model": "ifrp", "options": {"data": "/faces/portraits", "steps": 3000, ...}}
///
/// A checkpoint repeats those options that shape the weights, and no others.
struct RunSettings {
  std::string model;
  std::string options;  ///< all of them, as OptionTable::json writes them
};

/// Replaces the file as a whole. Throws FileError.
void save_run_settings(const RunFolder& folder, const RunSettings& settings);

/// Nothing if the folder has no such file, as those of old runs. Throws std::runtime_error naming
/// the file if it cannot be read or holds something else.
std::optional<RunSettings> read_run_settings(const RunFolder& folder);

}  // namespace mien
