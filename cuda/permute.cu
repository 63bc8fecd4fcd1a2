#include "cuda/permute.h"

#include <array>

#include "cuda/launch.h"
#include "tensor/bfloat16.h"

namespace mien::cuda {
namespace {

// For each axis of y its size and how far apart its neighbours are in x.
struct PermutedAxes {
  int rank = 0;
  std::array<Index, Shape::kMaxRank> size{}, x_stride{};

  PermutedAxes(const Shape& x_shape, std::span<const int> axes) {
    std::array<Index, Shape::kMaxRank> stride{};
    Index step = 1;
    for (int axis = x_shape.rank() - 1; axis >= 0; --axis) {
      stride[axis] = step;
      step *= x_shape[axis];
    }
    for (const int axis : axes) {
      size[rank] = x_shape[axis];
      x_stride[rank++] = stride[axis];
    }
  }

  MIEN_HOST_DEVICE Index source(Index i) const {
    Index offset = 0;
    for (int axis = rank - 1; axis >= 0; --axis) {
      offset += i % size[axis] * x_stride[axis];
      i /= size[axis];
    }
    return offset;
  }
};

}  // namespace

template <class T>
void permute(const Context& context, const Shape& x_shape, std::span<const int> axes, const T* x,
             T* y) {
  const PermutedAxes permuted(x_shape, axes);
  launch(context, x_shape.numel(), [=] MIEN_HOST_DEVICE(Index i) { y[i] = x[permuted.source(i)]; });
}

template void permute(const Context&, const Shape&, std::span<const int>, const float*, float*);
template void permute(const Context&, const Shape&, std::span<const int>, const double*, double*);
template void permute(const Context&, const Shape&, std::span<const int>, const bfloat16*,
                      bfloat16*);

}  // namespace mien::cuda
