#pragma once

#include <functional>
#include <string>
#include <vector>

#include "autograd/variable.h"
#include "tensor/random.h"

namespace mien {

/// Something to differentiate: leaves to vary, and the function that is computed from them.
///
/// Leaves are made by `parameter` in float64; inputs of an op and parameters of a layer are treated
/// alike. `function` reads the leaves anew at each call and has no other state.
struct GradientProblem {
  std::vector<Variable> leaves;
  std::function<Variable()> function;
};

/// How exactly analytic and numeric derivatives must agree: |a - n| <= atol + rtol * |n|.
struct GradientTolerance {
  double epsilon = 1e-5;  ///< step of the central difference
  double atol = 1e-8;
  double rtol = 1e-5;
};

/// One entry of the catalogue of gradient checks: `name` is that of the op, layer or loss.
struct GradientCase {
  std::string name;
  std::string kind;  ///< "op", "layer" or "loss"
  /// Makes the problem with small, odd, unequal sizes and values away from kinks.
  std::function<GradientProblem(const Random&)> make;
  GradientTolerance tolerance = {};
};

/// What a check found.
struct GradientReport {
  bool passed = true;
  double max_error = 0;  ///< largest |a - n| / (atol / rtol + |n|): passes up to rtol
  std::string failure;   ///< where, with both values, if it did not pass
};

/// Compares the gradients of a problem with central differences in float64.
///
/// Order 1: each row of the Jacobian, by an upstream gradient that is zero but for one random
/// value, in full up to `kFullJacobian` entries and along 16 random directions beyond; then one
/// dense random upstream gradient. Backward runs twice and must give the same bits.
/// Order 2: the gradient of <dx, w> with random w, where dx is itself a recorded gradient for a
/// random upstream gradient that is varied too.
GradientReport check_gradient(const GradientProblem& problem, int order, const Random& random,
                              const GradientTolerance& tolerance = {});

/// The same for a case of the catalogue.
GradientReport check_gradient(const GradientCase& entry, int order, std::uint64_t seed = 1);

inline constexpr Index kFullJacobian = 2000;

/// While it lives, the samplers below put their leaves on `device`, so that a case can be computed
/// there too: `const LeafDevice guard(device);`.
class LeafDevice {
 public:
  explicit LeafDevice(Device device);
  ~LeafDevice();
  LeafDevice(const LeafDevice&) = delete;
  LeafDevice& operator=(const LeafDevice&) = delete;

 private:
  Device previous_;
};

/// A leaf with these values, for the samplers of cases.
Variable leaf_of(const Tensor& values);

/// Samplers for cases. Normal values; values at least `margin` from each kink; positive values.
Variable normal_leaf(const Shape& shape, const Random& random, double deviation = 1);
Variable leaf_away_from(const std::vector<double>& kinks, double margin, const Shape& shape,
                        const Random& random);
Variable uniform_leaf(const Shape& shape, const Random& random, double low, double high);

}  // namespace mien
