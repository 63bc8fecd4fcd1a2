#pragma once

#include <functional>
#include <string>
#include <vector>

#include "models/loss_term.h"
#include "models/recipe.h"
#include "models/repeated_work.h"

namespace mien {

/// One step of training while it is queued on a device: who is updated along which gradient, and
/// which numbers are to be reported. Nothing in it waits for the device.
///
/// Note [Gates of a step]
/// Whether a gradient is finite is one more number on the device. From the first one on that is
/// not, it closes the gate of every update, and the host learns of it at the end of the step.
class QueuedStep {
 public:
  enum class Mode {
    learning,
    watched,  ///< gradients alone, to find under a NonFiniteGuard what went wrong; no update
  };
  explicit QueuedStep(Mode mode = Mode::learning) : mode_(mode) {}

  /// Updates the parameters of all `optimizers` along the gradient of `loss`, unless `gate` is
  /// closed (Note [Gate of an optimiser step]) or a gradient was not finite.
  void update(const std::vector<Optimizer*>& optimizers, const Variable& loss,
              const Tensor& gate = {});

  /// Reports a value of one element.
  void note(const std::string& name, const Tensor& value);
  /// Reports the values of terms.
  void note(const std::vector<LossTerm>& terms, const std::string& prefix = "");

  /// What was reported, as one float64 each, in one tensor; the name of a number that says whether
  /// a gradient was finite is empty.
  const std::vector<std::string>& names() const { return names_; }
  Tensor values() const;
  /// Who was updated, or would have been if gates had been open.
  const std::vector<Optimizer*>& updated() const { return updated_; }

 private:
  Mode mode_;
  Tensor finite_;  // 1 as long as every gradient was
  std::vector<std::string> names_;
  std::vector<Variable> values_;
  std::vector<Optimizer*> updated_;
};

/// The training step of a recipe, recorded and replayed where the device can (RepeatedWork).
///
/// It is for everything that a step has in common: networks learn, layers draw for the step, the
/// numbers of the report are read once, at the end, and what was not finite is explained.
class RecordedStep {
 public:
  using Work = std::function<void(QueuedStep& step, const TrainingBatch& batch)>;

  /// Takes one step. `constants` are the numbers that the host brings into `work`; those of the
  /// recipe's optimisers and the seed need not be among them. `work` may draw by RandomStep alone.
  /// Throws NonFiniteError if a gradient was not finite; then `work` is done once more, watched,
  /// to name the op and layer.
  StepReport run(Recipe& recipe, const TrainingBatch& batch, const RunPosition& position,
                 std::vector<double> constants, const Work& work);

 private:
  RepeatedWork repeated_;
  Tensor number_;  // of the step, where layers draw
  // Of the step as it was queued last.
  std::vector<std::string> names_;
  Tensor values_;
  std::vector<Optimizer*> updated_;
};

}  // namespace mien
