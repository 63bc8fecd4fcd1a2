#include "tensor/shape.h"

#include <algorithm>
#include <ostream>

namespace mien {
namespace {

void check_size(Index size) { check(size >= 0, "shape: sizes must not be negative, got ", size); }

}  // namespace

Shape::Shape(std::initializer_list<Index> sizes)
    : Shape(std::span<const Index>(sizes.begin(), sizes.size())) {}

Shape::Shape(std::span<const Index> sizes) : rank_(static_cast<int>(sizes.size())) {
  check(sizes.size() <= kMaxRank, "shape: at most ", kMaxRank, " axes, got ", sizes.size());
  std::copy(sizes.begin(), sizes.end(), sizes_.begin());
  check(std::all_of(begin(), end(), [](Index size) { return size >= 0; }),
        "shape: sizes must not be negative, got ", str());
}

Index Shape::numel() const {
  Index count = 1;
  for (Index size : *this) {
    if (__builtin_mul_overflow(count, size, &count)) {
      throw std::invalid_argument(text("shape: the element count of ", str(), " overflows"));
    }
  }
  return count;
}

Shape Shape::with(int axis, Index size) const {
  check_size(size);
  Shape result = *this;
  result.sizes_[normalize_axis(axis)] = size;
  return result;
}

Shape Shape::inserted(int axis, Index size) const {
  if (axis < 0) axis += rank_ + 1;
  check(axis >= 0 && axis <= rank_ && rank_ < kMaxRank, "shape: cannot insert axis ", axis,
        " into ", str());
  check_size(size);
  Shape result = *this;
  std::copy(sizes_.begin() + axis, sizes_.begin() + rank_, result.sizes_.begin() + axis + 1);
  result.sizes_[axis] = size;
  ++result.rank_;
  return result;
}

Shape Shape::removed(int axis) const {
  axis = normalize_axis(axis);
  Shape result = *this;
  std::copy(sizes_.begin() + axis + 1, sizes_.begin() + rank_, result.sizes_.begin() + axis);
  result.sizes_[--result.rank_] = 0;
  return result;
}

int Shape::normalize_axis(int axis) const {
  const int from_front = axis < 0 ? axis + rank_ : axis;
  check(from_front >= 0 && from_front < rank_, "shape: no axis ", axis, " in ", str());
  return from_front;
}

bool Shape::operator==(const Shape& other) const {
  return std::equal(begin(), end(), other.begin(), other.end());
}

std::string Shape::str() const { return text(*this); }

std::ostream& operator<<(std::ostream& out, const Shape& shape) {
  out << '[';
  const char* separator = "";
  for (Index size : shape) {
    out << separator << size;
    separator = ", ";
  }
  return out << ']';
}

Shape broadcast(const Shape& a, const Shape& b, const char* op) {
  const Shape& longer = a.rank() >= b.rank() ? a : b;
  const Shape& shorter = a.rank() >= b.rank() ? b : a;
  Shape result = longer;
  for (int back = 1; back <= shorter.rank(); ++back) {
    const Index x = longer[-back], y = shorter[-back];
    check(x == y || x == 1 || y == 1, op, ": cannot broadcast ", a, " with ", b);
    result = result.with(-back, x == 1 ? y : x);
  }
  return result;
}

}  // namespace mien
