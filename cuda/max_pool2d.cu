#include "cuda/max_pool2d.h"

#include "cuda/launch.h"

namespace mien::cuda {

template <class T>
void max_pool2d(const Context& context, const Pool2dGeometry& geometry, const T* x, T* y,
                std::int32_t* indices) {
  const Pool2dGeometry g = geometry;
  launch(context, g.N * g.Ho * g.Wo * g.C, [=] MIEN_HOST_DEVICE(Index i) {
    const Index pixel = i / g.C, n = pixel / (g.Ho * g.Wo);
    const T* const image = x + n * g.H * g.W * g.C + i % g.C;
    const Pool2dGeometry::Range rows = g.window(pixel / g.Wo % g.Ho, g.H);
    const Pool2dGeometry::Range columns = g.window(pixel % g.Wo, g.W);
    Index best_at = rows.begin * g.W + columns.begin;
    T best = image[best_at * g.C];
    for (Index h = rows.begin; h < rows.end; ++h) {
      for (Index w = columns.begin; w < columns.end; ++w) {
        const Index at = h * g.W + w;
        const T value = image[at * g.C];
        const bool first = h == rows.begin && w == columns.begin;
        if (!first && (value > best || value != value)) best = value, best_at = at;
      }
    }
    y[i] = best;
    indices[i] = static_cast<std::int32_t>(best_at);
  });
}

template <class T>
void max_pool2d_scatter(const Context& context, const Pool2dGeometry& geometry, const T* y,
                        const std::int32_t* indices, T* x) {
  const Pool2dGeometry g = geometry;
  launch(context, g.N * g.H * g.W * g.C, [=] MIEN_HOST_DEVICE(Index i) {
    const Index pixel = i / g.C, n = pixel / (g.H * g.W), at = pixel % (g.H * g.W);
    const Pool2dGeometry::Range rows = g.covering(at / g.W, g.Ho);
    const Pool2dGeometry::Range columns = g.covering(at % g.W, g.Wo);
    T total = 0;
    for (Index row = rows.begin; row < rows.end; ++row) {
      for (Index column = columns.begin; column < columns.end; ++column) {
        const Index from = ((n * g.Ho + row) * g.Wo + column) * g.C + i % g.C;
        if (indices[from] == at) total += y[from];
      }
    }
    x[i] = total;
  });
}

template <class T>
void max_pool2d_gather(const Context& context, const Pool2dGeometry& geometry, const T* x,
                       const std::int32_t* indices, T* y) {
  const Index C = geometry.C, windows = geometry.Ho * geometry.Wo, image = geometry.H * geometry.W;
  launch(context, geometry.N * windows * C, [=] MIEN_HOST_DEVICE(Index i) {
    y[i] = x[(i / (windows * C) * image + indices[i]) * C + i % C];
  });
}

#define MIEN_INSTANTIATE(T)                                                                     \
  template void max_pool2d(const Context&, const Pool2dGeometry&, const T*, T*, std::int32_t*); \
  template void max_pool2d_scatter(const Context&, const Pool2dGeometry&, const T*,             \
                                   const std::int32_t*, T*);                                    \
  template void max_pool2d_gather(const Context&, const Pool2dGeometry&, const T*,              \
                                  const std::int32_t*, T*);
MIEN_INSTANTIATE(float)
MIEN_INSTANTIATE(double)
#undef MIEN_INSTANTIATE

}  // namespace mien::cuda
