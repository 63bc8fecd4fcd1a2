#include "cpu/matmul.h"

#include <Eigen/Core>

#include "cpu/parallel.h"

namespace mien::cpu {
namespace {

template <class T>
using Matrix = Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
template <class T>
using View = Eigen::Map<const Matrix<T>, 0, Eigen::OuterStride<>>;
template <class T>
using MutableView = Eigen::Map<Matrix<T>, 0, Eigen::OuterStride<>>;

// Blocks of c along both axes, small enough to keep two or more threads busy, large enough for a
// product to reach its speed.
Index block_size(Index extent, Index preferred) {
  const Index blocks = std::max<Index>(1, (extent + preferred / 2) / preferred);
  return (extent + blocks - 1) / blocks;
}

}  // namespace

template <class T>
void matmul(const Context& context, bool transpose_a, bool transpose_b, Index m, Index n, Index k,
            const T* a, const T* b, T* c, bool /*exact*/) {
  if (m == 0 || n == 0) return;
  if (k == 0) {
    std::fill_n(c, m * n, T{0});
    return;
  }
  const Index rows = block_size(m, 256), columns = block_size(n, 512);
  const Index row_blocks = (m + rows - 1) / rows, column_blocks = (n + columns - 1) / columns;
  parallel_for(context, row_blocks * column_blocks, [&](Index task) {
    const Index i = task / column_blocks * rows, j = task % column_blocks * columns;
    const Index height = std::min(rows, m - i), width = std::min(columns, n - j);
    MutableView<T> out(c + i * n + j, height, width, Eigen::OuterStride<>(n));
    const View<T> left = transpose_a ? View<T>(a + i, k, height, Eigen::OuterStride<>(m))
                                     : View<T>(a + i * k, height, k, Eigen::OuterStride<>(k));
    const View<T> right = transpose_b ? View<T>(b + j * k, width, k, Eigen::OuterStride<>(k))
                                      : View<T>(b + j, k, width, Eigen::OuterStride<>(n));
    if (transpose_a && transpose_b) {
      out.noalias() = left.transpose() * right.transpose();
    } else if (transpose_a) {
      out.noalias() = left.transpose() * right;
    } else if (transpose_b) {
      out.noalias() = left * right.transpose();
    } else {
      out.noalias() = left * right;
    }
  });
}

template void matmul(const Context&, bool, bool, Index, Index, Index, const float*, const float*,
                     float*, bool);
template void matmul(const Context&, bool, bool, Index, Index, Index, const double*, const double*,
                     double*, bool);

}  // namespace mien::cpu
