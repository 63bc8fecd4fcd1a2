#pragma once

#include <cmath>

#include "tensor/functors/host_device.h"

// One step of each optimiser, for one element: w is the weight, g its gradient, and the rest what
// the optimiser remembers of it. The equations stand in the headers of optim/.

namespace mien::functors {

struct SgdStep {
  double learning_rate, weight_decay;

  template <class T>
  MIEN_HOST_DEVICE void operator()(T& w, T g) const {
    w -= T(learning_rate) * (g + T(weight_decay) * w);
  }
};

struct MomentumStep {
  double learning_rate, weight_decay, momentum;
  bool nesterov;

  template <class T>
  MIEN_HOST_DEVICE void operator()(T& w, T g, T& velocity) const {
    g += T(weight_decay) * w;
    velocity = T(momentum) * velocity + g;
    w -= T(learning_rate) * (nesterov ? g + T(momentum) * velocity : velocity);
  }
};

struct RmsPropStep {
  double learning_rate, decay, epsilon;
  bool epsilon_inside_root;

  template <class T>
  MIEN_HOST_DEVICE void operator()(T& w, T g, T& mean_square) const {
    mean_square = T(decay) * mean_square + T(1 - decay) * (g * g);
    const T root = std::sqrt(mean_square + (epsilon_inside_root ? T(epsilon) : T(0)));
    w -= T(learning_rate) * g / (root + (epsilon_inside_root ? T(0) : T(epsilon)));
  }
};

/// learning_rate / (1 - beta^t) for the t-th update, of the number of updates before it.
struct AdamStepSize {
  double learning_rate, beta;

  template <class T>
  MIEN_HOST_DEVICE T operator()(T updates) const {
    return T(learning_rate) / (1 - std::pow(T(beta), updates + 1));
  }
};

/// 1 / sqrt(1 - beta^t), likewise.
struct AdamRootSize {
  double beta;

  template <class T>
  MIEN_HOST_DEVICE T operator()(T updates) const {
    return 1 / std::sqrt(1 - std::pow(T(beta), updates + 1));
  }
};

/// Adam, and AdamW through the factor `shrink` that each weight is multiplied by first. What
/// differs from step to step is read where the weights are.
struct AdamStep {
  const double* step_size;  ///< what AdamStepSize gives
  const double* root_size;  ///< what AdamRootSize gives
  double beta1, beta2, epsilon;
  double weight_decay;  ///< added to the gradient
  double shrink;        ///< multiplies the weight

  template <class T>
  MIEN_HOST_DEVICE void operator()(T& w, T g, T& first, T& second) const {
    w *= T(shrink);
    g += T(weight_decay) * w;
    first = T(beta1) * first + T(1 - beta1) * g;
    second = T(beta2) * second + T(1 - beta2) * (g * g);
    w -= T(*step_size) * first / (std::sqrt(second) * T(*root_size) + T(epsilon));
  }
};

struct AverageStep {
  double decay;

  template <class T>
  MIEN_HOST_DEVICE void operator()(T& average, T w) const {
    average = T(decay) * average + T(1 - decay) * w;
  }
};

}  // namespace mien::functors
