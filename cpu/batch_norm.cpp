#include "cpu/batch_norm.h"

#include <cmath>
#include <vector>

#include "cpu/channel_moments.h"
#include "cpu/parallel.h"

namespace mien::cpu {
namespace {

constexpr Index kColumns = 256;         // channels a task handles side by side
constexpr Index kElements = 16 * 1024;  // of a task: they stay in the cache between two passes

// The cutting of each group's rows.
struct Chunks {
  Index rows, count;  // rows of a chunk (the last may be shorter), chunks of a group

  explicit Chunks(const NormGeometry& g)
      : rows(std::max<Index>(1, kElements / std::clamp<Index>(g.C, 1, kColumns))),
        count((g.R + rows - 1) / rows) {}
};

// Runs f(chunk, offset of the first element, rows, first channel, channels) for each chunk of all
// groups and block of channels.
template <class F>
void for_each_chunk(const Context& context, const NormGeometry& g, const Chunks& chunks, F&& f) {
  const Index blocks = (g.C + kColumns - 1) / kColumns;
  parallel_for(context, g.G * chunks.count * blocks, [&](Index task) {
    const Index chunk = task / blocks, column = task % blocks * kColumns;
    const Index first = chunk % chunks.count * chunks.rows;
    const Index row = chunk / chunks.count * g.R + first;
    f(chunk, row * g.C + column, std::min(chunks.rows, g.R - first), column,
      std::min(kColumns, g.C - column));
  });
}

// sum[c] += value(r, c) over the rows. Four neighbours are added in T, then to the sum in double.
template <class T, class Value>
void add_rows(Index rows, Index columns, double* __restrict sum, Value&& value) {
  Index r = 0;
  for (; r + 4 <= rows; r += 4) {
    for (Index c = 0; c < columns; ++c) {
      const T four = (value(r, c) + value(r + 1, c)) + (value(r + 2, c) + value(r + 3, c));
      sum[c] += static_cast<double>(four);
    }
  }
  for (; r < rows; ++r) {
    for (Index c = 0; c < columns; ++c) sum[c] += static_cast<double>(value(r, c));
  }
}

template <class T>
double inverse_deviation(const NormParameters<T>& p, Index at) {
  return 1.0 / std::sqrt(static_cast<double>(p.variance[at]) + p.epsilon);
}

template <class T>
double gamma_of(const NormParameters<T>& p, Index c) {
  return p.gamma ? static_cast<double>(p.gamma[c]) : 1.0;
}

// What happens to one value of channel `at` of all [G, C], before the rectifier:
// (x - mean) scale + shift.
template <class T>
struct Lines {
  std::vector<T> mean, scale, shift;
  T slope;

  Lines(const NormGeometry& g, const NormParameters<T>& p)
      : mean(g.G * g.C), scale(g.G * g.C), shift(g.G * g.C), slope(p.slope) {
    for (Index at = 0; at < g.G * g.C; ++at) {
      mean[at] = p.centre(at, at % g.C);
      scale[at] = static_cast<T>(gamma_of(p, at % g.C) * inverse_deviation(p, at));
      if (p.beta) shift[at] = p.beta[at % g.C];
    }
  }
};

// The lines of the channels of one group, from one of them on.
template <class T>
struct GroupLines {
  const T *mean, *scale, *shift;
  T slope;

  GroupLines(const Lines<T>& all, Index at)
      : mean(all.mean.data() + at),
        scale(all.scale.data() + at),
        shift(all.shift.data() + at),
        slope(all.slope) {}

  T operator()(T x, Index c) const { return (x - mean[c]) * scale[c] + shift[c]; }
};

// f.operator()<true>() if a rectifier follows: without one, the gradient needs no look at its sign.
template <class T, class F>
void with_rectifier(T slope, F&& f) {
  if (slope == T(1)) {
    f.template operator()<false>();
  } else {
    f.template operator()<true>();
  }
}

// dy where it comes from, before the rectifier.
template <bool kRectified, class T>
T through(const GroupLines<T>& line, T x, T dy, Index c) {
  return !kRectified || line(x, c) > T(0) ? dy : line.slope * dy;
}

// Sums over the rows of u and of u (x - mean), for each channel of each group, where u is dy
// before the rectifier.
template <class T>
struct GradientSums {
  std::vector<double> dy, dy_x;

  GradientSums(const Context& context, const NormGeometry& g, const Lines<T>& lines, const T* x,
               const T* upstream)
      : dy(g.G * g.C), dy_x(g.G * g.C) {
    const Chunks chunks(g);
    std::vector<double> first(g.G * chunks.count * g.C), second(first.size());  // [chunk][channel]
    with_rectifier(lines.slope, [&]<bool kRectified> {
      for_each_chunk(context, g, chunks,
                     [&](Index chunk, Index at, Index rows, Index column, Index columns) {
                       const GroupLines<T> line(lines, at / (g.R * g.C) * g.C + column);
                       const T *u = upstream + at, *v = x + at;
                       const auto value = [=, C = g.C](Index r, Index c) {
                         return through<kRectified>(line, v[r * C + c], u[r * C + c], c);
                       };
                       add_rows<T>(rows, columns, first.data() + chunk * g.C + column, value);
                       add_rows<T>(rows, columns, second.data() + chunk * g.C + column,
                                   [=, C = g.C](Index r, Index c) {
                                     return value(r, c) * (v[r * C + c] - line.mean[c]);
                                   });
                     });
    });
    for (Index k = 0; k < g.G * chunks.count; ++k) {
      for (Index c = 0; c < g.C; ++c) {
        dy[k / chunks.count * g.C + c] += first[k * g.C + c];
        dy_x[k / chunks.count * g.C + c] += second[k * g.C + c];
      }
    }
  }
};

// dx = a u + b (x - mean) + c with coefficients for each channel of each group.
template <class T>
void input_gradient(const Context& context, const NormGeometry& g, const NormParameters<T>& p,
                    bool constant_statistics, const Lines<T>& lines, const GradientSums<T>& sums,
                    const T* x, const T* dy, T* dx) {
  std::vector<T> b(g.G * g.C), c(g.G * g.C);
  for (Index at = 0; at < g.G * g.C && !constant_statistics; ++at) {
    const double inverse = inverse_deviation(p, at), scale = gamma_of(p, at % g.C) * inverse;
    const auto R = static_cast<double>(g.R);
    b[at] = static_cast<T>(-scale * inverse * inverse * sums.dy_x[at] / R);
    c[at] = static_cast<T>(-scale * sums.dy[at] / R);
  }
  with_rectifier(p.slope, [&]<bool kRectified> {
    parallel_rows(context, g.G * g.R, g.C, [&](Index row) {
      const Index group = row / g.R * g.C;
      const GroupLines<T> line(lines, group);
      const T *kb = b.data() + group, *kc = c.data() + group;
      const T *u = dy + row * g.C, *v = x + row * g.C;
      T* __restrict to = dx + row * g.C;
      for (Index i = 0; i < g.C; ++i) {
        const T upstream = through<kRectified>(line, v[i], u[i], i);
        to[i] = line.scale[i] * upstream + (kb[i] * (v[i] - line.mean[i]) + kc[i]);
      }
    });
  });
}

}  // namespace

template <class T>
void move_running(const Context&, const NormGeometry& g, const T* mean, const T* variance,
                  const RunningMoments<T>& running) {
  for (Index at = 0; at < g.G * g.C; ++at) {
    running.move_towards(at, mean[at], variance[at], g.R);
  }
}

template <class T>
void batch_moments(const Context& context, const NormGeometry& g, const T* x, T* mean, T* variance,
                   const RunningMoments<T>& running) {
  const Chunks chunks(g);
  BlockMoments moments(g.C);
  moments.add_blocks(g.G * chunks.count);
  for_each_chunk(context, g, chunks,
                 [&](Index chunk, Index at, Index rows, Index column, Index columns) {
                   moments.assign<T>(chunk, rows, column, columns,
                                     [=, C = g.C](Index r) { return x + at + r * C; });
                 });
  for (Index group = 0; group < g.G; ++group) {
    moments.merge(group * chunks.count, (group + 1) * chunks.count, mean + group * g.C,
                  variance + group * g.C);
  }
  move_running(context, g, mean, variance, running);
}

template <class T>
void batch_norm(const Context& context, const NormGeometry& g, const NormParameters<T>& p,
                const T* x, T* y) {
  const Lines<T> lines(g, p);
  with_rectifier(p.slope, [&]<bool kRectified> {
    parallel_rows(context, g.G * g.R, g.C, [&](Index row) {
      const GroupLines<T> line(lines, row / g.R * g.C);
      const T* from = x + row * g.C;
      T* to = y + row * g.C;
#pragma GCC ivdep
      for (Index c = 0; c < g.C; ++c) {
        const T value = line(from[c], c);
        to[c] = !kRectified || value > T(0) ? value : line.slope * value;
      }
    });
  });
}

template <class T>
void batch_norm_backward(const Context& context, const NormGeometry& g, const NormParameters<T>& p,
                         bool constant_statistics, const T* x, const T* dy, T* dx, T* dgamma,
                         T* dbeta) {
  const Lines<T> lines(g, p);
  const GradientSums<T> sums(context, g, lines, x, dy);
  for (Index c = 0; c < g.C; ++c) {
    double gamma = 0, beta = 0;
    for (Index at = c; at < g.G * g.C; at += g.C) {
      gamma += sums.dy_x[at] * inverse_deviation(p, at);
      beta += sums.dy[at];
    }
    if (dgamma) dgamma[c] = static_cast<T>(gamma);
    if (dbeta) dbeta[c] = static_cast<T>(beta);
  }
  if (dx) input_gradient(context, g, p, constant_statistics, lines, sums, x, dy, dx);
}

#define MIEN_INSTANTIATE(T)                                                                        \
  template void batch_moments(const Context&, const NormGeometry&, const T*, T*, T*,               \
                              const RunningMoments<T>&);                                           \
  template void move_running(const Context&, const NormGeometry&, const T*, const T*,              \
                             const RunningMoments<T>&);                                            \
  template void batch_norm(const Context&, const NormGeometry&, const NormParameters<T>&,          \
                           const T*, T*);                                                          \
  template void batch_norm_backward(const Context&, const NormGeometry&, const NormParameters<T>&, \
                                    bool, const T*, const T*, T*, T*, T*);
MIEN_INSTANTIATE(float)
MIEN_INSTANTIATE(double)
#undef MIEN_INSTANTIATE

}  // namespace mien::cpu
