#include "cpu/max_pool2d.h"

#include "cpu/parallel.h"

namespace mien::cpu {
namespace {

// Pixel `at` of the image, with the values `x`, competes for the maximum of a window.
template <class T>
void compete(const T* __restrict x, std::int32_t at, Index C, T* __restrict best,
             std::int32_t* __restrict index) {
  for (Index c = 0; c < C; ++c) {
    const bool wins = (x[c] > best[c]) | (x[c] != x[c]);
    best[c] = wins ? x[c] : best[c];
    index[c] = wins ? at : index[c];
  }
}

// The same where nobody asks where the maximum was.
template <class T>
void compete(const T* __restrict x, Index C, T* __restrict best) {
  for (Index c = 0; c < C; ++c) {
    const bool wins = (x[c] > best[c]) | (x[c] != x[c]);
    best[c] = wins ? x[c] : best[c];
  }
}

template <class T>
void add_where(const T* __restrict y, const std::int32_t* __restrict index, std::int32_t at,
               Index C, T* __restrict x) {
  for (Index c = 0; c < C; ++c) x[c] += index[c] == at ? y[c] : T{0};
}

}  // namespace

template <class T>
void max_pool2d(const Context& context, const Pool2dGeometry& g, const T* x, T* y,
                std::int32_t* indices) {
  parallel_rows(context, g.N * g.Ho, g.Wo * g.C, [&](Index row) {
    const T* image = x + row / g.Ho * g.H * g.W * g.C;
    const auto [h_begin, h_end] = g.window(row % g.Ho, g.H);
    for (Index j = 0; j < g.Wo; ++j) {
      const auto [w_begin, w_end] = g.window(j, g.W);
      T* best = y + (row * g.Wo + j) * g.C;
      std::int32_t* index = indices ? indices + (row * g.Wo + j) * g.C : nullptr;
      const Index first = h_begin * g.W + w_begin;
      std::copy_n(image + first * g.C, g.C, best);
      if (index) std::fill_n(index, g.C, static_cast<std::int32_t>(first));
      for (Index h = h_begin; h < h_end; ++h) {
        for (Index w = w_begin; w < w_end; ++w) {
          const Index at = h * g.W + w;
          if (at == first) continue;
          if (index) {
            compete(image + at * g.C, static_cast<std::int32_t>(at), g.C, best, index);
          } else {
            compete(image + at * g.C, g.C, best);
          }
        }
      }
    }
  });
}

template <class T>
void max_pool2d_scatter(const Context& context, const Pool2dGeometry& g, const T* y,
                        const std::int32_t* indices, T* x) {
  parallel_rows(context, g.N * g.H, g.W * g.C, [&](Index row) {
    const Index image = row / g.H * g.Ho * g.Wo;
    const auto [i_begin, i_end] = g.covering(row % g.H, g.Ho);
    for (Index w = 0; w < g.W; ++w) {
      const auto [j_begin, j_end] = g.covering(w, g.Wo);
      const auto at = static_cast<std::int32_t>(row % g.H * g.W + w);
      T* to = x + (row * g.W + w) * g.C;
      std::fill_n(to, g.C, T{0});
      for (Index i = i_begin; i < i_end; ++i) {
        for (Index j = j_begin; j < j_end; ++j) {
          const Index from = (image + i * g.Wo + j) * g.C;
          add_where(y + from, indices + from, at, g.C, to);
        }
      }
    }
  });
}

template <class T>
void max_pool2d_gather(const Context& context, const Pool2dGeometry& g, const T* x,
                       const std::int32_t* indices, T* y) {
  parallel_rows(context, g.N * g.Ho, g.Wo * g.C, [&](Index row) {
    const T* image = x + row / g.Ho * g.H * g.W * g.C;
    for (Index j = 0; j < g.Wo; ++j) {
      const Index at = (row * g.Wo + j) * g.C;
      for (Index c = 0; c < g.C; ++c) y[at + c] = image[indices[at + c] * g.C + c];
    }
  });
}

template void max_pool2d(const Context&, const Pool2dGeometry&, const float*, float*,
                         std::int32_t*);
template void max_pool2d(const Context&, const Pool2dGeometry&, const double*, double*,
                         std::int32_t*);
template void max_pool2d_scatter(const Context&, const Pool2dGeometry&, const float*,
                                 const std::int32_t*, float*);
template void max_pool2d_scatter(const Context&, const Pool2dGeometry&, const double*,
                                 const std::int32_t*, double*);
template void max_pool2d_gather(const Context&, const Pool2dGeometry&, const float*,
                                const std::int32_t*, float*);
template void max_pool2d_gather(const Context&, const Pool2dGeometry&, const double*,
                                const std::int32_t*, double*);

}  // namespace mien::cpu
