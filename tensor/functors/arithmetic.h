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
struct Copy {
  template <class T>
  MIEN_HOST_DEVICE T operator()(T a) const {
    return a;
  }
};

}  // namespace mien::functors
