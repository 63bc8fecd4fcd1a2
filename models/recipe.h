#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "layers/module.h"
#include "models/named_value.h"
#include "models/options.h"
#include "optim/optimizer.h"
#include "tensor/sample_field.h"

namespace mien {

/// What a step learns from: inputs beside what should come out, both [N, S, S, 3] in [-1, 1], and
/// the fields that the recipe asked for.
struct TrainingBatch {
  Tensor input, target;
  SampleFields fields = {};
};

/// The samples [begin, end) of a batch. Shares memory with it.
TrainingBatch rows(const TrainingBatch& batch, Index begin, Index end);
/// All of a batch on `device`. What is there already, or undefined, is not copied.
TrainingBatch to(const TrainingBatch& batch, Device device);

/// Where a run stands.
struct RunPosition {
  std::uint64_t seed = 1;
  Index step = 0;             ///< steps taken before this one
  Index steps_per_epoch = 1;  ///< samples in the training set divided by the batch

  Index epoch() const { return step / steps_per_epoch; }
};

/// What stands for the portraits of a data set, the inputs of a system.
enum class PortraitKind {
  painted,   ///< paintings of moved faces
  degraded,  ///< photographs of poor quality
  sketched,  ///< pencil drawings with their parsings
  tiny,      ///< turned and moved faces at an eighth of their size
};

/// Named numbers of one step, in the order to show them: losses, gates, learning rate.
using StepReport = std::vector<NamedValue>;

/// A paper's system, as the training program sees it.
///
/// Life: construct, `declare` the options, resolve them from files and flags, `build`, move it `to`
/// where it is to compute, then `initialize` or load the networks' state. Everything a run carries
/// from step to step is in `networks()` and `optimizers()`; random draws come from the position. So
/// restoring those two and the step restores the run, on any device.
///
/// Batches are to be on `device()`; `recover` alone takes pictures from the host.
class Recipe {
 public:
  struct NamedModule {
    std::string name;  ///< prefix of its weights in files
    Module* module;
  };
  struct NamedOptimizer {
    std::string name;
    Optimizer* optimizer;
  };

  virtual ~Recipe() = default;

  virtual std::string name() const = 0;

  /// Adds the recipe's options, bound to its own struct.
  virtual void declare(OptionTable& options) = 0;
  /// What each sample is to carry beside input and target (Note [Sample fields]), once the options
  /// are resolved.
  virtual std::vector<SampleField> fields() const { return {}; }
  /// The portraits it was made for; `--synthetic` makes such ones.
  virtual PortraitKind portraits() const { return PortraitKind::painted; }
  /// The size of images unless another is asked for.
  virtual Index usual_size() const { return 64; }
  /// A named set of options ("paper") as TOML. Throws std::invalid_argument for an unknown name.
  virtual std::string preset(const std::string& name) const = 0;

  /// Makes networks and optimisers for images of the given size, from the resolved options.
  /// Throws std::invalid_argument for sizes and combinations that the paper's network lacks.
  virtual void build(Index size) = 0;
  /// Makes or reads what only training needs: optimisers, the weights of a feature network. Throws
  /// for files that are missing or wrong.
  virtual void prepare_training() = 0;
  /// The same draws on every device.
  void initialize(std::uint64_t seed);

  /// Moves the networks. Throws std::logic_error after `prepare_training`, whose optimisers would
  /// go on with the old ones.
  void to(Device device);
  /// Where the networks are: the CPU at first.
  Device device();

  virtual std::vector<NamedModule> networks() = 0;
  /// None before prepare_training.
  virtual std::vector<NamedOptimizer> optimizers() = 0;

  /// Lines worth knowing before the first step: fallbacks taken, each term's share of the gradient.
  virtual std::vector<std::string> announcements(const TrainingBatch& batch) = 0;

  /// The losses of one step with their recorded graphs, one per update, without any update: to draw
  /// or describe what is computed. Running statistics stay as they were.
  virtual std::vector<Variable> losses(const TrainingBatch& batch) = 0;

  /// Updates the networks by one batch. Throws NonFiniteError if a gradient is not finite. What the
  /// step updated before then is kept; the update by that gradient, and all later ones, are not
  /// made (Note [Gates of a step]).
  virtual StepReport step(const TrainingBatch& batch, const RunPosition& position) = 0;

  /// Recovers faces in evaluation mode: [N, S, S, 3] in [-1, 1] to the same, clamped. `fields` are
  /// those of `fields()`, for the same samples. Both may be anywhere; the faces are where the input
  /// is.
  virtual Tensor recover(const Tensor& input, const SampleFields& fields = {}) = 0;

  /// What the attributes of a face are on average, one value for each column of that field: for
  /// pictures of which nobody says more; on the host. Undefined where the recipe asks for no
  /// attributes.
  virtual Tensor mean_attributes() const { return {}; }
};

}  // namespace mien
