#include "cuda/corners.h"

#include "cuda/launch.h"
#include "cuda/pack.h"
#include "tensor/device_runtime.h"
#include "tensor/functors/corners.h"

namespace mien::cuda {
namespace {

// The products of one corner; C counts packs.
template <class T, int V>
struct DotCorners {
  CornerGeometry g;
  Index C;
  const Pack<T, V>*x, *y;
  const std::int32_t* indices;
  T* products;

  MIEN_HOST_DEVICE void operator()(Index i) const {
    const Index p = i / 4;
    T total = 0;
    if (g.has(indices[i])) {
      const Pack<T, V>* const pixel = x + (p / g.P * g.H * g.W + indices[i]) * C;
      for (Index c = 0; c < C; ++c) {
        const Pack<T, V> a = pixel[c], b = y[p * C + c];
        for (int v = 0; v < V; ++v) total += a.of[v] * b.of[v];
      }
    }
    products[i] = total;
  }
};

}  // namespace

template <class T>
void bilinear_corners(const Context& context, const CornerGeometry& geometry, const T* grid,
                      T* weights, std::int32_t* indices) {
  const Index H = geometry.H, W = geometry.W;
  launch(context, geometry.N * geometry.P, [=] MIEN_HOST_DEVICE(Index p) {
    functors::corners_of_point(grid + 2 * p, H, W, weights + 4 * p, indices + 4 * p);
  });
}

template <class T>
void bilinear_corners_backward(const Context& context, const CornerGeometry& geometry,
                               const T* weights, const T* dweights, T* dgrid) {
  const Index H = geometry.H, W = geometry.W;
  launch(context, geometry.N * geometry.P, [=] MIEN_HOST_DEVICE(Index p) {
    functors::corners_of_point_backward(weights + 4 * p, dweights + 4 * p, H, W, dgrid + 2 * p);
  });
}

template <class T>
void gather_corners(const Context& context, const CornerGeometry& geometry, const T* x,
                    const T* weights, const std::int32_t* indices, T* y) {
  const CornerGeometry g = geometry;
  launch(context, g.N * g.P * g.C, [=] MIEN_HOST_DEVICE(Index i) {
    const Index p = i / g.C;
    const T* const image = x + p / g.P * g.H * g.W * g.C + i % g.C;
    T total = 0;
    for (Index k = 4 * p; k < 4 * p + 4; ++k) {
      if (g.has(indices[k])) total += weights[k] * image[indices[k] * g.C];
    }
    y[i] = total;
  });
}

template <class T>
void scatter_corners(const Context& context, const CornerGeometry& geometry, const T* y,
                     const T* weights, const std::int32_t* indices, T* x) {
  const CornerGeometry g = geometry;
  runtime_of(context.device()).fill(x, dtype_of<T>, g.N * g.H * g.W * g.C, 0);
  if (context.settings().deterministic) {
    // One thread for each channel of an image keeps the order of the points.
    launch(context, g.N * g.C, [=] MIEN_HOST_DEVICE(Index i) {
      const Index n = i / g.C, c = i % g.C;
      T* const image = x + n * g.H * g.W * g.C + c;
      for (Index p = n * g.P; p < (n + 1) * g.P; ++p) {
        for (Index k = 4 * p; k < 4 * p + 4; ++k) {
          if (g.has(indices[k])) image[indices[k] * g.C] += weights[k] * y[p * g.C + c];
        }
      }
    });
    return;
  }
  launch(context, g.N * g.P * g.C, [=] MIEN_HOST_DEVICE(Index i) {
    const Index p = i / g.C;
    T* const image = x + p / g.P * g.H * g.W * g.C + i % g.C;
    for (Index k = 4 * p; k < 4 * p + 4; ++k) {
      if (g.has(indices[k])) add_to(image + indices[k] * g.C, weights[k] * y[i]);
    }
  });
}

template <class T>
void dot_corners(const Context& context, const CornerGeometry& g, const T* x, const T* y,
                 const std::int32_t* indices, T* products) {
  const auto run = [&]<int V>() {
    launch(context, 4 * g.N * g.P,
           DotCorners<T, V>{g, g.C / V, packs<const T, V>(x), packs<const T, V>(y), indices,
                            products});
  };
  with_packs(g.C, run, x, y);
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

}  // namespace mien::cuda
