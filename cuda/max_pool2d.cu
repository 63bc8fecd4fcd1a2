#include "cuda/max_pool2d.h"

#include "cuda/launch.h"
#include "cuda/pack.h"

namespace mien::cuda {

namespace {

// The largest of each window; C counts packs.
template <class T, int V>
struct MaxPool {
  Pool2dGeometry g;
  Index C;
  const Pack<T, V>* x;
  Pack<T, V>* y;
  Pack<std::int32_t, V>* indices;

  MIEN_HOST_DEVICE void operator()(Index i) const {
    const Index pixel = i / C, n = pixel / (g.Ho * g.Wo);
    const Pack<T, V>* const image = x + n * g.H * g.W * C + i % C;
    const Pool2dGeometry::Range rows = g.window(pixel / g.Wo % g.Ho, g.H);
    const Pool2dGeometry::Range columns = g.window(pixel % g.Wo, g.W);
    const Index first = rows.begin * g.W + columns.begin;
    Pack<T, V> best = image[first * C];
    Pack<std::int32_t, V> best_at;
    for (int v = 0; v < V; ++v) best_at.of[v] = static_cast<std::int32_t>(first);
    for (Index h = rows.begin; h < rows.end; ++h) {
      for (Index w = columns.begin; w < columns.end; ++w) {
        const Index at = h * g.W + w;
        if (at == first) continue;
        const Pack<T, V> value = image[at * C];
        for (int v = 0; v < V; ++v) {
          const Wide<T> one(value.of[v]);
          if (!(one > Wide<T>(best.of[v]) || one != one)) continue;
          best.of[v] = value.of[v];
          best_at.of[v] = static_cast<std::int32_t>(at);
        }
      }
    }
    y[i] = best;
    if (indices) indices[i] = best_at;
  }
};

// What the windows around each pixel give back to it.
template <class T, int V>
struct Scatter {
  Pool2dGeometry g;
  Index C;
  const Pack<T, V>* y;
  const Pack<std::int32_t, V>* indices;
  Pack<T, V>* x;

  MIEN_HOST_DEVICE void operator()(Index i) const {
    const Index pixel = i / C, n = pixel / (g.H * g.W), at = pixel % (g.H * g.W);
    const Pool2dGeometry::Range rows = g.covering(at / g.W, g.Ho);
    const Pool2dGeometry::Range columns = g.covering(at % g.W, g.Wo);
    Pack<Wide<T>, V> total = {};
    for (Index row = rows.begin; row < rows.end; ++row) {
      for (Index column = columns.begin; column < columns.end; ++column) {
        const Index from = ((n * g.Ho + row) * g.Wo + column) * C + i % C;
        const Pack<std::int32_t, V> index = indices[from];
        const Pack<T, V> value = y[from];
        for (int v = 0; v < V; ++v) {
          if (index.of[v] == at) total.of[v] += Wide<T>(value.of[v]);
        }
      }
    }
    x[i] = rounded<T>(total);
  }
};

}  // namespace

template <class T>
void max_pool2d(const Context& context, const Pool2dGeometry& g, const T* x, T* y,
                std::int32_t* indices) {
  const auto run = [&]<int V>() {
    launch(context, g.N * g.Ho * g.Wo * (g.C / V),
           MaxPool<T, V>{g, g.C / V, packs<const T, V>(x), packs<T, V>(y),
                         packs<std::int32_t, V>(indices)});
  };
  with_packs(g.C, run, x, y, indices);
}

template <class T>
void max_pool2d_scatter(const Context& context, const Pool2dGeometry& g, const T* y,
                        const std::int32_t* indices, T* x) {
  const auto run = [&]<int V>() {
    launch(context, g.N * g.H * g.W * (g.C / V),
           Scatter<T, V>{g, g.C / V, packs<const T, V>(y), packs<const std::int32_t, V>(indices),
                         packs<T, V>(x)});
  };
  with_packs(g.C, run, y, indices, x);
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
MIEN_INSTANTIATE(bfloat16)
#undef MIEN_INSTANTIATE

}  // namespace mien::cuda
