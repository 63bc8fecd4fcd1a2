#pragma once

#include <array>
#include <utility>

#include "cpu/vector.h"

namespace mien::cpu::winograd {

// Note [Winograd's minimal filtering]
//
// m neighbouring outputs of a one-dimensional correlation with r taps depend on m + r - 1 inputs.
// Seen as polynomials, the product can be found from its values at m + r - 1 points, so that many
// multiplications do for the m * r of the definition:
//
//   y = A^T [(G w) * (B^T x)]       * being element by element
//
// G and A evaluate polynomials at the points, row by row, and B^T holds Lagrange's basis. Applied
// to rows, then to columns, the same matrices serve images: a 4x4 tile of a 3x3 convolution takes
// 36 multiplications for 144, a 4x4 tile of a 5x5 one 64 for 400. Summed over channels, each of the
// points is one matrix product. The form is bilinear, so its adjoints use the same three matrices:
//
//   dw = G^T [(A dy) * (B^T x)]
//
// Points come in pairs a, -a wherever possible. Rows of a pair differ in the sign of every other
// value, so both cost little more than one: N x computes a row's even and its odd part, and a
// butterfly (sum and difference) makes the two rows of them.
//
// Lavin and Gray, "Fast Algorithms for Convolutional Neural Networks", CVPR 2016; Toom, Cook.

template <int Rows, int Columns>
struct Matrix {
  double values[Rows][Columns] = {};
  constexpr double* operator[](int row) { return values[row]; }
  constexpr const double* operator[](int row) const { return values[row]; }
};

/// A matrix as a butterfly over pairs of rows after a sparser matrix.
template <int Rows, int Columns>
struct Factors {
  static constexpr int kRows = Rows, kColumns = Columns;
  Matrix<Rows, Columns> inner;
  std::array<bool, Rows> pair{};  ///< rows i and i + 1 are the sum and the difference
};

template <int Rows, int Columns>
constexpr Factors<Rows, Columns> factor(const Matrix<Rows, Columns>& m) {
  Factors<Rows, Columns> f;
  for (int i = 0; i < Rows; ++i) {
    bool mirrored = i + 1 < Rows;
    for (int j = 0; mirrored && j < Columns; ++j) {
      mirrored = m[i + 1][j] == (j % 2 == 0 ? m[i][j] : -m[i][j]);
    }
    f.pair[i] = mirrored;
    for (int j = 0; j < Columns; ++j) f.inner[mirrored ? i + j % 2 : i][j] = m[i][j];
    if (mirrored) ++i;
  }
  return f;
}

/// The points but for infinity, which always is the last one.
template <int Count>
constexpr std::array<double, Count> finite_points() {
  constexpr double kChoice[] = {0, 1, -1, 2, -2, 0.5, -0.5};
  static_assert(Count <= 7, "no points chosen");
  std::array<double, Count> points{};
  for (int i = 0; i < Count; ++i) points[i] = kChoice[i];
  return points;
}

/// The three matrices of F(m, r): m outputs of r taps at a time.
template <int M, int R>
struct Algorithm {
  static constexpr int kOutputs = M, kTaps = R, kPoints = M + R - 1;

 private:
  static constexpr auto kFinite = finite_points<kPoints - 1>();

  // Powers of the points, divided by `divisor` of each.
  template <int Columns>
  static constexpr Matrix<kPoints, Columns> powers(const std::array<double, kPoints>& divisor) {
    Matrix<kPoints, Columns> m{};
    for (int i = 0; i + 1 < kPoints; ++i) {
      double power = 1;
      for (int j = 0; j < Columns; ++j, power *= kFinite[i]) m[i][j] = power / divisor[i];
    }
    m[kPoints - 1][Columns - 1] = 1;
    return m;
  }

  static constexpr std::array<double, kPoints> ones() {
    std::array<double, kPoints> all{};
    for (double& one : all) one = 1;
    return all;
  }

  // For each point the product of its distances from the others.
  static constexpr std::array<double, kPoints> distances() {
    std::array<double, kPoints> all = ones();
    for (int i = 0; i + 1 < kPoints; ++i) {
      for (int k = 0; k + 1 < kPoints; ++k) all[i] *= k == i ? 1 : kFinite[i] - kFinite[k];
    }
    return all;
  }

  // Row i: the coefficients of the product of (z - point k) over all finite k but i.
  static constexpr Matrix<kPoints, kPoints> basis() {
    Matrix<kPoints, kPoints> m{};
    for (int i = 0; i < kPoints; ++i) {
      m[i][0] = 1;
      for (int k = 0; k + 1 < kPoints; ++k) {
        if (k == i) continue;
        for (int j = kPoints - 1; j >= 0; --j) {
          m[i][j] = (j > 0 ? m[i][j - 1] : 0) - kFinite[k] * m[i][j];
        }
      }
    }
    return m;
  }

 public:
  static constexpr auto kInput = factor(basis());                  ///< B^T
  static constexpr auto kFilter = factor(powers<R>(distances()));  ///< G
  static constexpr auto kOutput = factor(powers<M>(ones()));       ///< A
};

namespace detail {

template <const auto& F, bool Transposed>
constexpr double entry(int i, int j) {
  return Transposed ? F.inner[j][i] : F.inner[i][j];
}

// The first j >= from for which entry (i, j) is not zero, or -1.
template <const auto& F, bool Transposed>
constexpr int next(int i, int from) {
  const int count = Transposed ? F.kRows : F.kColumns;
  for (int j = from; j < count; ++j) {
    if (entry<F, Transposed>(i, j) != 0) return j;
  }
  return -1;
}

// The sum over j >= J of entry (I, j) * x[j]; entry (I, J) is not zero.
template <const auto& F, bool Transposed, int I, int J>
inline Vector dot(const Vector* x) {
  constexpr float kFactor = static_cast<float>(entry<F, Transposed>(I, J));
  constexpr int kNext = next<F, Transposed>(I, J + 1);
  if constexpr (kNext < 0) {
    return kFactor * x[J];
  } else {
    return kFactor * x[J] + dot<F, Transposed, I, kNext>(x);
  }
}

template <const auto& F, bool Transposed, int... I>
inline void multiply(const Vector* x, Vector* y, std::integer_sequence<int, I...>) {
  ((y[I] = dot<F, Transposed, I, next<F, Transposed>(I, 0)>(x)), ...);
}

template <const auto& F>
inline void butterflies(Vector* y) {
#pragma GCC unroll 8
  for (int i = 0; i + 1 < F.kRows; ++i) {
    if (!F.pair[i]) continue;
    const Vector even = y[i], odd = y[i + 1];
    y[i] = even + odd;
    y[i + 1] = even - odd;
  }
}

}  // namespace detail

/// y = M x for the factors of M.
template <const auto& F>
inline void evaluate(const Vector* x, Vector* y) {
  detail::multiply<F, false>(x, y, std::make_integer_sequence<int, F.kRows>{});
  detail::butterflies<F>(y);
}

/// y = M^T x. Overwrites x.
template <const auto& F>
inline void interpolate(Vector* x, Vector* y) {
  detail::butterflies<F>(x);
  detail::multiply<F, true>(x, y, std::make_integer_sequence<int, F.kColumns>{});
}

}  // namespace mien::cpu::winograd
