#pragma once

#include <cmath>

#include "tensor/functors/exponential.h"
#include "tensor/functors/host_device.h"

namespace mien::functors {

struct Abs {
  template <class T>
  MIEN_HOST_DEVICE T operator()(T x) const {
    return std::abs(x);
  }
};
/// -1, 0 or 1.
struct Sign {
  template <class T>
  MIEN_HOST_DEVICE T operator()(T x) const {
    return static_cast<T>(x > T(0)) - static_cast<T>(x < T(0));
  }
};
struct Exp {
  template <class T>
  MIEN_HOST_DEVICE T operator()(T x) const {
    return exponential(x);
  }
};
struct Log {
  template <class T>
  MIEN_HOST_DEVICE T operator()(T x) const {
    return std::log(x);
  }
};
struct Sqrt {
  template <class T>
  MIEN_HOST_DEVICE T operator()(T x) const {
    return std::sqrt(x);
  }
};
struct Square {
  template <class T>
  MIEN_HOST_DEVICE T operator()(T x) const {
    return x * x;
  }
};
struct Pow {
  template <class T>
  MIEN_HOST_DEVICE T operator()(T x, T exponent) const {
    return std::pow(x, exponent);
  }
};

}  // namespace mien::functors
