#pragma once

#include <optional>

#include "data/loader.h"
#include "models/recipe.h"
#include "training/csv_log.h"
#include "training/feed.h"
#include "training/progress.h"
#include "training/run_folder.h"
#include "training/run_options.h"
#include "training/signals.h"
#include "training/validation.h"

namespace mien {

/// How a run ended.
enum class RunEnd { finished, stopped };

/// Trains a recipe: the loop every system shares.
///
/// Each step takes a batch, lets the recipe update its networks and logs what it reports. Every so
/// often held-out people are recovered (numbers, a picture, a warning if the outputs no longer
/// depend on the inputs) and a checkpoint is saved. A step whose loss is not finite ends the run
/// with NonFiniteError that names op, layer and portraits; the last checkpoint stays.
class Trainer {
 public:
  /// The recipe is built and holds the state after `step` steps, as does the folder's newest
  /// checkpoint. All must outlive the trainer.
  Trainer(Recipe& recipe, const OptionTable& options, const RunOptions& run, const Dataset& dataset,
          const RunFolder& folder, Index step);

  /// Trains until the step count is reached or a stop signal came; saves either way, and at the
  /// end writes weights.safetensors.
  RunEnd run(const StopSignal& stop);

  Index step() const { return step_; }

 private:
  RunPosition position() const;
  FedBatch next_batch();
  double data_seconds() const;
  void train_one_step();
  void look_at_held_out_people(StepReport& report);
  void log(const StepReport& report);
  void save();

  Recipe& recipe_;
  const OptionTable& options_;
  const RunOptions& run_;
  const Dataset& dataset_;
  const RunFolder& folder_;
  Index step_;
  std::vector<Index> portraits_, held_out_;
  Loader loader_;
  BatchFeed feed_;
  std::optional<FedBatch> only_batch_;  // of an overfitting run
  std::optional<CsvLog> log_;           // opened when the columns are known
  StepProgress progress_;
};

}  // namespace mien
