#pragma once

#include <map>

#include "layers/module.h"

namespace mien {

/// Where a run stands, for layers that draw: while it lives, they draw for this seed and step.
///
/// Note [Draws in recorded work]
/// Work that was recorded (Note [Recorded work] in tensor/device_runtime.h) is to draw for the step
/// at which it is replayed. So the step's number may be given a place on the device: it is brought
/// there first, and layers read it there.
class RandomStep {
 public:
  RandomStep(std::uint64_t seed, std::uint64_t step) : RandomStep(seed, step, {}) {}
  /// `number`, one int64 where the layers are, is assigned the step, which must be below 2^53.
  RandomStep(std::uint64_t seed, std::uint64_t step, Tensor number);
  ~RandomStep();
  RandomStep(const RandomStep&) = delete;
  RandomStep& operator=(const RandomStep&) = delete;

  /// The next draws of the layer at `path` on this thread. A layer used twice in a step draws
  /// twice. Throws std::logic_error where no RandomStep lives.
  static Random next(const std::string& path);
  /// The place of the step's number; undefined where it has none.
  static const Tensor& number() { return state().number; }

 private:
  struct State {
    bool alive = false;
    std::uint64_t seed = 0, step = 0;
    Tensor number = {};
    std::map<std::string, int> uses = {};
  };
  static State& state();
};

/// In training, sets each element to 0 with the given probability and scales the others by
/// 1 / (1 - probability); in evaluation, the identity.
///
/// The mask depends on the RandomStep's seed and step and on the layer's path alone.
/// Srivastava et al., "Dropout", JMLR 2014.
class Dropout : public Module {
 public:
  struct Options {
    double probability = 0.5;
  };
  /// Throws std::invalid_argument unless the probability is in [0, 1).
  explicit Dropout(const Options& options);

  Variable operator()(const Variable& x) const;

 private:
  double probability_;
};

/// The same for whole channels of an image: either all its pixels are 0 or none is by this.
///
///   x  [N, H, W, C]      returns the same shape
///
/// Tompson et al., "Efficient Object Localization Using Convolutional Networks", CVPR 2015.
class SpatialDropout : public Module {
 public:
  using Options = Dropout::Options;
  explicit SpatialDropout(const Options& options);

  Variable operator()(const Variable& x) const;

 private:
  double probability_;
};

}  // namespace mien
