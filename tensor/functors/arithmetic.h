#pragma once

#include "tensor/functors/host_device.h"

namespace mien::functors {

struct Add {
  template <class T>
  MIEN_HOST_DEVICE T operator()(T a, T b) const {
    return a + b;
  }
};
struct Subtract {
  template <class T>
  MIEN_HOST_DEVICE T operator()(T a, T b) const {
    return a - b;
  }
};
struct Multiply {
  template <class T>
  MIEN_HOST_DEVICE T operator()(T a, T b) const {
    return a * b;
  }
};
struct Divide {
  template <class T>
  MIEN_HOST_DEVICE T operator()(T a, T b) const {
    return a / b;
  }
};
struct Negate {
  template <class T>
  MIEN_HOST_DEVICE T operator()(T a) const {
    return -a;
  }
};
/// p a + q b.
struct WeightedSum {
  double p, q;

  template <class T>
  MIEN_HOST_DEVICE T operator()(T a, T b) const {
    return T(p) * a + T(q) * b;
  }
};

struct Copy {
  template <class T>
  MIEN_HOST_DEVICE T operator()(T a) const {
    return a;
  }
};

}  // namespace mien::functors
