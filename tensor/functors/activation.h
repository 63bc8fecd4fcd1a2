#pragma once

#include <cmath>

#include "tensor/functors/exponential.h"
#include "tensor/functors/host_device.h"

namespace mien::functors {

struct LeakyRelu {
  double slope;
  template <class T>
  MIEN_HOST_DEVICE T operator()(T x) const {
    return x > T(0) ? x : static_cast<T>(slope) * x;
  }
};
/// dy where x > 0, else slope dy.
struct LeakyReluBackward {
  double slope;
  template <class T>
  MIEN_HOST_DEVICE T operator()(T x, T dy) const {
    return x > T(0) ? dy : static_cast<T>(slope) * dy;
  }
};

struct Prelu {
  template <class T>
  MIEN_HOST_DEVICE T operator()(T x, T slope) const {
    return x > T(0) ? x : slope * x;
  }
};
/// dy where x > 0, else slope dy.
struct PreluBackward {
  template <class T>
  MIEN_HOST_DEVICE T operator()(T x, T slope, T dy) const {
    return x > T(0) ? dy : slope * dy;
  }
};

struct Sigmoid {
  template <class T>
  MIEN_HOST_DEVICE T operator()(T x) const {
    const T e = exponential(-std::abs(x));
    return (x < T(0) ? e : T(1)) / (T(1) + e);
  }
};
struct SigmoidBackward {
  template <class T>
  MIEN_HOST_DEVICE T operator()(T y, T dy) const {
    return dy * y * (T(1) - y);
  }
};

struct Tanh {
  template <class T>
  MIEN_HOST_DEVICE T operator()(T x) const {
    return hyperbolic_tangent(x);
  }
};
struct TanhBackward {
  template <class T>
  MIEN_HOST_DEVICE T operator()(T y, T dy) const {
    return dy * (T(1) - y * y);
  }
};

/// ln(1 + e^x), without overflow for large x and without cancellation for small.
struct Softplus {
  template <class T>
  MIEN_HOST_DEVICE T operator()(T x) const {
    return (x > T(0) ? x : T(0)) + std::log1p(exponential(-std::abs(x)));
  }
};

/// -t ln s(x) - (1 - t) ln(1 - s(x)) with the sigmoid s, computed from the logit x.
struct BinaryCrossEntropyWithLogits {
  template <class T>
  MIEN_HOST_DEVICE T operator()(T x, T t) const {
    return (x > T(0) ? x : T(0)) - x * t + std::log1p(exponential(-std::abs(x)));
  }
};

}  // namespace mien::functors
