#pragma once

#include <array>
#include <initializer_list>
#include <iosfwd>
#include <span>
#include <string>

#include "tensor/check.h"

namespace mien {

/// The sizes of a tensor, outermost axis first. An image batch is `{N, H, W, C}`.
///
/// Rank 0 is a scalar with one element. Sizes are never negative; zero is allowed.
class Shape {
 public:
  static constexpr int kMaxRank = 8;

  Shape() = default;
  Shape(std::initializer_list<Index> sizes);
  explicit Shape(std::span<const Index> sizes);

  int rank() const { return rank_; }

  /// Size along `axis`; -1 is the last axis. Throws std::invalid_argument when out of range.
  Index operator[](int axis) const { return sizes_[normalize_axis(axis)]; }

  /// Number of elements: the product of all sizes.
  Index numel() const;

  /// The same shape with one axis changed, added or removed. Throws std::invalid_argument for an
  /// axis that is not there and a negative size.
  Shape with(int axis, Index size) const;
  Shape inserted(int axis, Index size) const;
  Shape removed(int axis) const;

  /// `axis` counted from the front: -1 becomes rank() - 1. Throws when out of range.
  int normalize_axis(int axis) const;

  const Index* begin() const { return sizes_.data(); }
  const Index* end() const { return sizes_.data() + rank_; }

  bool operator==(const Shape& other) const;

  /// "[2, 3, 4]".
  std::string str() const;

 private:
  std::array<Index, kMaxRank> sizes_{};
  int rank_ = 0;
};

std::ostream& operator<<(std::ostream& out, const Shape& shape);

/// The shape both broadcast to, by the rule of NumPy: sizes are aligned at the last axis; two sizes
/// agree when they are equal or one of them is 1. Throws std::invalid_argument naming `op`.
Shape broadcast(const Shape& a, const Shape& b, const char* op);

}  // namespace mien
