#pragma once

#include "tensor/functors/host_device.h"

namespace mien::functors {

struct Relu {
  template <class T>
  MIEN_HOST_DEVICE T operator()(T x) const {
    return x > T(0) ? x : T(0);
  }
};

/// dy where x > 0, else 0.
struct ReluBackward {
  template <class T>
  MIEN_HOST_DEVICE T operator()(T x, T dy) const {
    return x > T(0) ? dy : T(0);
  }
};

}  // namespace mien::functors
