#pragma once

#include <cmath>

#include "tensor/functors/host_device.h"

namespace mien::functors {

struct Sin {
  template <class T>
  MIEN_HOST_DEVICE T operator()(T x) const {
    return std::sin(x);
  }
};

struct Cos {
  template <class T>
  MIEN_HOST_DEVICE T operator()(T x) const {
    return std::cos(x);
  }
};

}  // namespace mien::functors
