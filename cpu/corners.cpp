#include "cpu/corners.h"

#include "cpu/lane_sum.h"
#include "cpu/parallel.h"
#include "tensor/functors/corners.h"

namespace mien::cpu {
namespace {

template <class T>
void gather_point(const T* __restrict x, const T* weights, const std::int32_t* indices, Index C,
                  T* __restrict y) {
  const bool all = indices[0] >= 0 && indices[1] >= 0 && indices[2] >= 0 && indices[3] >= 0;
  if (all) {
    const T *a = x + indices[0] * C, *b = x + indices[1] * C, *c = x + indices[2] * C,
            *d = x + indices[3] * C;
    const T wa = weights[0], wb = weights[1], wc = weights[2], wd = weights[3];
    for (Index i = 0; i < C; ++i) y[i] = (wa * a[i] + wb * b[i]) + (wc * c[i] + wd * d[i]);
    return;
  }
  std::fill_n(y, C, T{0});
  for (int k = 0; k < 4; ++k) {
    if (indices[k] < 0) continue;
    const T* from = x + indices[k] * C;
    for (Index i = 0; i < C; ++i) y[i] += weights[k] * from[i];
  }
}

// The inner product, in interleaved sums if it is long enough.
template <class T>
T dot(const T* __restrict a, const T* __restrict b, Index n) {
  constexpr Index kShort = 16;
  if (n < kShort) {
    T sum = 0;
    for (Index i = 0; i < n; ++i) sum += a[i] * b[i];
    return sum;
  }
  return lane_sum<T>(n, [=](Index i) { return a[i] * b[i]; });
}

}  // namespace

template <class T>
void bilinear_corners(const Context& context, const CornerGeometry& g, const T* grid, T* weights,
                      std::int32_t* indices) {
  parallel_rows(context, g.N * g.P, 16, [&](Index p) {
    functors::corners_of_point(grid + 2 * p, g.H, g.W, weights + 4 * p, indices + 4 * p);
  });
}

template <class T>
void bilinear_corners_backward(const Context& context, const CornerGeometry& g, const T* weights,
                               const T* dweights, T* dgrid) {
  parallel_rows(context, g.N * g.P, 16, [&](Index p) {
    functors::corners_of_point_backward(weights + 4 * p, dweights + 4 * p, g.H, g.W, dgrid + 2 * p);
  });
}

template <class T>
void gather_corners(const Context& context, const CornerGeometry& g, const T* x, const T* weights,
                    const std::int32_t* indices, T* y) {
  parallel_rows(context, g.N * g.P, g.C, [&](Index p) {
    const T* image = x + p / g.P * g.H * g.W * g.C;
    gather_point(image, weights + 4 * p, indices + 4 * p, g.C, y + p * g.C);
  });
}

template <class T>
void scatter_corners(const Context& context, const CornerGeometry& g, const T* y, const T* weights,
                     const std::int32_t* indices, T* x) {
  constexpr Index kChannels = 64;  // a task owns these channels of one image
  const Index blocks = (g.C + kChannels - 1) / kChannels;
  parallel_for(context, g.N * blocks, [&](Index task) {
    const Index n = task / blocks, c = task % blocks * kChannels;
    const Index width = std::min(kChannels, g.C - c);
    T* image = x + n * g.H * g.W * g.C + c;
    for (Index i = 0; i < g.H * g.W; ++i) std::fill_n(image + i * g.C, width, T{0});
    for (Index p = n * g.P; p < (n + 1) * g.P; ++p) {
      const T* from = y + p * g.C + c;
      for (int k = 0; k < 4; ++k) {
        if (indices[4 * p + k] < 0) continue;
        const T weight = weights[4 * p + k];
        T* __restrict to = image + indices[4 * p + k] * g.C;
        for (Index i = 0; i < width; ++i) to[i] += weight * from[i];
      }
    }
  });
}

template <class T>
void dot_corners(const Context& context, const CornerGeometry& g, const T* x, const T* y,
                 const std::int32_t* indices, T* products) {
  parallel_rows(context, g.N * g.P, g.C, [&](Index p) {
    const T* image = x + p / g.P * g.H * g.W * g.C;
    for (int k = 0; k < 4; ++k) {
      const Index at = indices[4 * p + k];
      products[4 * p + k] = at < 0 ? T{0} : dot(image + at * g.C, y + p * g.C, g.C);
    }
  });
}

#define MIEN_INSTANTIATE(T)                                                                \
  template void bilinear_corners(const Context&, const CornerGeometry&, const T*, T*,      \
                                 std::int32_t*);                                           \
  template void bilinear_corners_backward(const Context&, const CornerGeometry&, const T*, \
                                          const T*, T*);                                   \
  template void gather_corners(const Context&, const CornerGeometry&, const T*, const T*,  \
                               const std::int32_t*, T*);                                   \
  template void scatter_corners(const Context&, const CornerGeometry&, const T*, const T*, \
                                const std::int32_t*, T*);                                  \
  template void dot_corners(const Context&, const CornerGeometry&, const T*, const T*,     \
                            const std::int32_t*, T*);
MIEN_INSTANTIATE(float)
MIEN_INSTANTIATE(double)
#undef MIEN_INSTANTIATE

}  // namespace mien::cpu
