#pragma once

#include <filesystem>

#include "models/recipe.h"
#include "tensor/safetensors.h"
#include "training/run_folder.h"

namespace mien {

/// What a checkpoint says besides weights and optimiser state.
struct CheckpointInfo {
  std::string recipe;   ///< "ifrp"
  std::string options;  ///< what shapes training, as OptionTable::training_json writes it
  Index step = 0;       ///< steps taken
};

// Note [What a checkpoint holds]
// One safetensors file. Weights are NETWORK.PATH.weight, running statistics likewise, in PyTorch's
// names and layouts. Optimiser state is optimizer/NAME/SLOT/NETWORK.PATH.weight in the same
// layouts. The metadata holds "mien.recipe", "mien.options", "mien.step", "mien.version", the
// counters as "mien.optimizer/NAME/COUNTER", and the checksums every safetensors file of ours has.
// All random draws follow from the seed (an option) and the step. The bytes depend on the training
// state alone: not on the folder, the time or the number of interruptions. So what a run may change
// on the way, and where its data lies, stands in run.json (RunSettings) instead.

/// Saves a run: writes a new last.safetensors, whole or not at all, after the old one became
/// previous.safetensors. Throws FileError; then at least one good checkpoint is still there.
void save_checkpoint(const RunFolder& folder, Recipe& recipe, const CheckpointInfo& info);

/// Saves the networks alone, for the other programs.
void save_weights(const std::filesystem::path& path, Recipe& recipe, const CheckpointInfo& info);

/// A checkpoint in memory, and where it came from.
struct LoadedCheckpoint {
  std::filesystem::path path;
  SafetensorsFile file;
  CheckpointInfo info;
};

/// Reads and validates a checkpoint or weights file. Throws SafetensorsError or FileError for a
/// damaged or missing file, std::runtime_error for one that no program of ours wrote.
LoadedCheckpoint read_checkpoint(const std::filesystem::path& path);

/// The newest checkpoint of a run that can be read. If last.safetensors fails, previous.safetensors
/// is used, `announce` is told why, and the bad file is kept as damaged.safetensors. Throws if
/// neither can be read; then no file changes.
LoadedCheckpoint read_newest_checkpoint(const RunFolder& folder,
                                        const std::function<void(const std::string&)>& announce);

/// Fills those networks of a built recipe whose weights are in a safetensors file, ours or saved
/// from PyTorch modules under the same names; returns their names. Throws std::invalid_argument
/// naming the file if there is none, or if one is incomplete or of another shape.
std::vector<std::string> load_networks(Recipe& recipe, const std::filesystem::path& path);

/// Restores a built recipe. With `optimizers` false, only the networks are read.
/// Throws std::invalid_argument naming the file and the first thing that does not fit.
void restore(Recipe& recipe, const LoadedCheckpoint& checkpoint, bool optimizers);

}  // namespace mien
