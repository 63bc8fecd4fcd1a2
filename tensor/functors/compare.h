#pragma once

#include "tensor/functors/host_device.h"

namespace mien::functors {

/// Comparisons answer 1 or 0 in the type they compare.
struct Greater {
  template <class T>
  MIEN_HOST_DEVICE T operator()(T a, T b) const {
    return a > b ? T(1) : T(0);
  }
};
/// 1 for a number, 0 for an infinity or none.
struct IsFinite {
  template <class T>
  MIEN_HOST_DEVICE T operator()(T a) const {
    return a - a == T(0) ? T(1) : T(0);
  }
};
struct GreaterEqual {
  template <class T>
  MIEN_HOST_DEVICE T operator()(T a, T b) const {
    return a >= b ? T(1) : T(0);
  }
};
struct Less {
  template <class T>
  MIEN_HOST_DEVICE T operator()(T a, T b) const {
    return a < b ? T(1) : T(0);
  }
};
struct LessEqual {
  template <class T>
  MIEN_HOST_DEVICE T operator()(T a, T b) const {
    return a <= b ? T(1) : T(0);
  }
};
struct Equal {
  template <class T>
  MIEN_HOST_DEVICE T operator()(T a, T b) const {
    return a == b ? T(1) : T(0);
  }
};
struct NotEqual {
  template <class T>
  MIEN_HOST_DEVICE T operator()(T a, T b) const {
    return a != b ? T(1) : T(0);
  }
};

struct Where {
  template <class T>
  MIEN_HOST_DEVICE T operator()(T mask, T a, T b) const {
    return mask != T(0) ? a : b;
  }
};

/// The smaller or larger of two values; NaN if either is.
struct Minimum {
  template <class T>
  MIEN_HOST_DEVICE T operator()(T a, T b) const {
    return a < b || a != a ? a : b;
  }
};
struct Maximum {
  template <class T>
  MIEN_HOST_DEVICE T operator()(T a, T b) const {
    return a > b || a != a ? a : b;
  }
};
/// x moved into [low, high]; NaN stays NaN.
struct Clamp {
  double low, high;
  template <class T>
  MIEN_HOST_DEVICE T operator()(T x) const {
    const T above = x < static_cast<T>(low) ? static_cast<T>(low) : x;
    return above > static_cast<T>(high) ? static_cast<T>(high) : above;
  }
};
/// dy where low <= x <= high, else 0.
struct ClampBackward {
  double low, high;
  template <class T>
  MIEN_HOST_DEVICE T operator()(T x, T dy) const {
    return x >= static_cast<T>(low) && x <= static_cast<T>(high) ? dy : T(0);
  }
};

}  // namespace mien::functors
