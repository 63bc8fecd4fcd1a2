#pragma once

#include <map>
#include <string>
#include <vector>

#include "autograd/named_parameter.h"

namespace mien {

/// All that an optimiser, or an average of parameters, has to remember between steps.
///
/// Tensors are named SLOT/PARAMETER, such as "first_moment/e1.conv.weight", and have the
/// parameter's shape, except the scalar "learning_rate". They share memory with their owner: write
/// them to a file, or clone them, before its next step.
struct OptimizerState {
  std::map<std::string, Tensor> tensors;
  std::map<std::string, Index> counters;
};

/// Changes parameters, in place, so that a loss gets smaller.
///
/// Note [Gate of an optimiser step]
/// A step takes an optional gate, a tensor of one element. Where it is 0 the step is skipped: the
/// weights stay, and so does the state. `calls` counts all steps, `updates` those that were not
/// skipped. A gate is read where the weights are, and `updates` is counted there: a step waits for
/// nothing.
class Optimizer {
 public:
  /// Throws std::invalid_argument for no parameters, for two of one name, and for one that is
  /// constant or neither float32 nor float64; and for a learning rate that is negative or not
  /// finite.
  Optimizer(std::vector<NamedParameter> parameters, double learning_rate);
  virtual ~Optimizer() = default;
  Optimizer(const Optimizer&) = delete;
  Optimizer& operator=(const Optimizer&) = delete;

  /// One step along `gradients`, one per parameter, in order, of its shape and dtype. Throws
  /// std::invalid_argument naming the parameter otherwise; then nothing was changed.
  void step(const std::vector<Variable>& gradients, const Tensor* gate = nullptr);

  /// The same with what `backward` added up. Throws if a parameter has no gradient.
  void step(const Tensor* gate = nullptr);

  /// Drops what `backward` added up at the parameters.
  void zero_grad();

  double learning_rate() const { return learning_rate_; }
  void set_learning_rate(double learning_rate);

  const std::vector<NamedParameter>& parameters() const { return parameters_; }

  /// The numbers that the host brings into the next step. As long as they are the same, a step that
  /// was recorded (Note [Recorded work] in tensor/device_runtime.h) can be replayed.
  virtual std::vector<double> step_constants() const = 0;
  /// Counts a step that was replayed.
  void count_replay() { ++calls_; }

  /// What to save so that training goes on bit for bit.
  OptimizerState state() const;

  /// Takes over a state saved by an optimiser of the same rule and parameters. Throws
  /// std::invalid_argument naming what is missing, unknown or of another shape or dtype; then
  /// nothing was changed.
  void load_state(const OptimizerState& state);

 protected:
  /// A state tensor for each parameter, zero at first. The reference stays valid.
  std::vector<Tensor>& add_slot(const std::string& name);

  /// Applies the rule to all parameters, unless the gate (see `update_elements`) is closed.
  /// `gradients` were checked.
  virtual void update(const std::vector<Tensor>& gradients, const Tensor& gate) = 0;

  Index calls() const { return calls_; }  ///< steps before this one, skipped ones included
  /// Steps before this one that were not skipped: one float64 beside the weights.
  const Tensor& updates() const { return updates_; }

  std::vector<NamedParameter> parameters_;

 private:
  std::map<std::string, std::vector<Tensor>> slots_;
  double learning_rate_ = 0;
  Index calls_ = 0;
  Tensor updates_;

  Device device() const { return parameters_.front().variable.device(); }
  void count_update(const Tensor& gate);
};

/// Throws std::invalid_argument unless each name of `expected` is in `loaded` with the same shape
/// and dtype, each counter is there and not negative, and nothing else is. `who` begins the
/// message.
void check_same_layout(const OptimizerState& expected, const OptimizerState& loaded,
                       const char* who);

}  // namespace mien
