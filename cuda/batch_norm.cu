#include "cuda/batch_norm.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "cuda/pack.h"
#include "cuda/reduce_rows.h"

namespace mien::cuda {
namespace {

// What belongs to channel c of group a, read once for many rows.
template <class T>
struct Channel {
  T mean, inverse, scale, shift, slope;

  MIEN_HOST_DEVICE Channel(const NormParameters<T>& p, Index at, Index c)
      : mean(p.centre(at, c)),
        inverse(T(1) / std::sqrt(p.variance[at] + static_cast<T>(p.epsilon))),
        scale((p.gamma ? p.gamma[c] : T(1)) * inverse),
        shift(p.beta ? p.beta[c] : T(0)),
        slope(p.slope) {}

  // gamma (x - mean) / deviation + beta
  MIEN_HOST_DEVICE T normalized(T x) const { return (x - mean) * scale + shift; }
  // dy where it comes from, before the rectifier.
  MIEN_HOST_DEVICE T through(T x, T dy) const {
    return slope == T(1) || normalized(x) > T(0) ? dy : slope * dy;
  }
};

// y[i] = lines(at, c)(x[0][i], x[1][i], ...) for each element i of channel c, the at-th of all
// [G, C]: a thread takes some rows of V neighbouring channels.
template <class T, int V, class Lines, int kInputs>
struct MapChannels {
  Lines lines;
  Index rows, C, lanes;
  Pack<T, V>* y;
  std::array<const Pack<T, V>*, kInputs> x;

  MIEN_HOST_DEVICE void operator()(Index thread) const {
    const Index packs = C / V, pack = thread % packs;
    const Index lane = thread / packs % lanes, a = thread / packs / lanes;
    const auto line = lines_from(a * C + pack * V, pack * V, std::make_integer_sequence<int, V>());
    for (Index r = lane; r < rows; r += lanes) {
      map((a * rows + r) * packs + pack, line, std::make_integer_sequence<int, kInputs>());
    }
  }

 private:
  template <int... v>
  MIEN_HOST_DEVICE auto lines_from(Index at, Index c, std::integer_sequence<int, v...>) const {
    return std::array{lines(at + v, c + v)...};
  }
  template <class Line, int... k>
  MIEN_HOST_DEVICE void map(Index i, const std::array<Line, V>& line,
                            std::integer_sequence<int, k...>) const {
    const Pack<T, V> values[] = {x[k][i]...};
    Pack<T, V> result;
    for (int v = 0; v < V; ++v) {
      result.of[v] = static_cast<T>(line[v](static_cast<Wide<T>>(values[k].of[v])...));
    }
    y[i] = result;
  }
};

template <class T, class Lines, class... Inputs>
void map_channels(const Context& context, const NormGeometry& g, const Lines& lines, T* y,
                  const Inputs*... x) {
  constexpr Index kThreads = 1 << 18;  // enough to occupy a card
  const auto run = [&]<int V>() {
    // The more rows, the less it counts what a thread works out for its channels beforehand.
    const Index rows = std::clamp<Index>(g.G * g.R * (g.C / V) / kThreads, 8, 32);
    const Index lanes = (g.R + rows - 1) / rows;
    launch(context, g.G * lanes * (g.C / V),
           MapChannels<T, V, Lines, sizeof...(Inputs)>{
               lines, g.R, g.C, lanes, packs<T, V>(y), {packs<const T, V>(x)...}});
  };
  with_packs(g.C, run, y, x...);
}

// How many neighbouring channels a thread adds up at once: 8 bytes of elements of two.
template <class T>
inline constexpr int kSummed = sizeof(T) == 2 ? 4 : 1;

// Calls run.template operator()<V>() with V channels to a thread.
template <class T, class Run>
void with_channels(Index C, const Run& run, const T* x, const T* y) {
  if (can_pack(kSummed<T>, C, x, y)) return run.template operator()<kSummed<T>>();
  run.template operator()<1>();
}

// The sums that the gradients need, for V channels of each group: u, which is dy before the
// rectifier, and u (x - mean).
template <class T, int V>
struct GradientTerm {
  NormParameters<Wide<T>> p;
  const Pack<T, V>*x, *dy;
  Index R, C;

  MIEN_HOST_DEVICE Sums<2 * V> operator()(Index a, Index r, Index pack) const {
    const Index i = (a * R + r) * (C / V) + pack;
    const Pack<T, V> values = x[i], upstream = dy[i];
    Sums<2 * V> sums;
    for (int v = 0; v < V; ++v) {
      const Index c = pack * V + v, at = a * C + c;
      const Wide<T> value(values.of[v]), given(upstream.of[v]);
      const Wide<T> u = p.slope == 1 ? given : Channel<Wide<T>>(p, at, c).through(value, given);
      sums.of[2 * v] = u;
      sums.of[2 * v + 1] = static_cast<double>(u) * static_cast<double>(value - p.centre(at, c));
    }
    return sums;
  }
};

template <int V>
struct StoreGradientSums {
  Sums<2>* sums;
  Index C;

  MIEN_HOST_DEVICE void operator()(Index a, Index pack, const Sums<2 * V>& sum) const {
    for (int v = 0; v < V; ++v) {
      sums[a * C + pack * V + v] = {{sum.of[2 * v], sum.of[2 * v + 1]}};
    }
  }
};

template <class T>
void parameter_gradients(const Context& context, const NormGeometry& g, const NormParameters<T>& p,
                         const Sums<2>* sums, T* dgamma, T* dbeta) {
  const Index G = g.G, C = g.C;
  launch(context, C, [=] MIEN_HOST_DEVICE(Index c) {
    double gamma = 0, beta = 0;
    for (Index at = c; at < G * C; at += C) {
      gamma += sums[at].of[1] / std::sqrt(static_cast<double>(p.variance[at]) + p.epsilon);
      beta += sums[at].of[0];
    }
    if (dgamma) dgamma[c] = static_cast<T>(gamma);
    if (dbeta) dbeta[c] = static_cast<T>(beta);
  });
}

// y = normalized x, rectified.
template <class T>
struct Apply {
  NormParameters<T> p;

  struct Line {
    Channel<T> channel;

    MIEN_HOST_DEVICE T operator()(T x) const {
      const T value = channel.normalized(x);
      return value > T(0) ? value : channel.slope * value;
    }
  };
  MIEN_HOST_DEVICE Line operator()(Index at, Index c) const { return {Channel<T>(p, at, c)}; }
};

// dx = scale u + b (x - mean) + c with coefficients for each channel of each group.
template <class T>
struct InputGradient {
  NormParameters<T> p;
  const Sums<2>* sums;  // nullptr where the statistics are constants
  Index R;

  struct Line {
    Channel<T> channel;
    T b, c;

    MIEN_HOST_DEVICE T operator()(T x, T dy) const {
      return channel.scale * channel.through(x, dy) + (b * (x - channel.mean) + c);
    }
  };
  MIEN_HOST_DEVICE Line operator()(Index at, Index c) const {
    const Channel<T> channel(p, at, c);
    if (!sums) return {channel, T(0), T(0)};
    const double scale = channel.scale, inverse = channel.inverse, rows = static_cast<double>(R);
    return {channel, static_cast<T>(-scale * inverse * inverse * sums[at].of[1] / rows),
            static_cast<T>(-scale * sums[at].of[0] / rows)};
  }
};

// x and x^2 of V channels.
template <class T, int V>
struct MomentTerm {
  const Pack<T, V>* x;
  Index R, packs;

  MIEN_HOST_DEVICE Sums<2 * V> operator()(Index a, Index r, Index pack) const {
    const Pack<T, V> values = x[(a * R + r) * packs + pack];
    Sums<2 * V> sums;
    for (int v = 0; v < V; ++v) {
      const double value = static_cast<Wide<T>>(values.of[v]);
      sums.of[2 * v] = value;
      sums.of[2 * v + 1] = value * value;
    }
    return sums;
  }
};

template <class T, int V>
struct StoreMoments {
  T *mean, *variance;
  RunningMoments<T> running;
  Index R, C;

  MIEN_HOST_DEVICE void operator()(Index a, Index pack, const Sums<2 * V>& sum) const {
    const double rows = static_cast<double>(R);
    for (int v = 0; v < V; ++v) {
      const Index c = pack * V + v;
      const double centre = sum.of[2 * v] / rows;
      const double spread = sum.of[2 * v + 1] / rows - centre * centre;
      mean[a * C + c] = static_cast<T>(centre);
      variance[a * C + c] = static_cast<T>(spread > 0 ? spread : 0);
      running.move_towards(c, mean[a * C + c], variance[a * C + c], R);
    }
  }
};

}  // namespace

template <class T>
void batch_moments(const Context& context, const NormGeometry& g, const T* x, Wide<T>* mean,
                   Wide<T>* variance, const RunningMoments<Wide<T>>& running) {
  const auto run = [&]<int V>() {
    reduce_rows<2 * V>(context, g.G, g.R, g.C / V,
                       MomentTerm<T, V>{packs<const T, V>(x), g.R, g.C / V},
                       StoreMoments<Wide<T>, V>{mean, variance, running, g.R, g.C});
  };
  with_channels(g.C, run, x, x);
}

template <class T>
void move_running(const Context& context, const NormGeometry& g, const T* mean, const T* variance,
                  const RunningMoments<T>& running) {
  const Index rows = g.R;
  launch(context, g.C,
         [=] MIEN_HOST_DEVICE(Index c) { running.move_towards(c, mean[c], variance[c], rows); });
}

template <class T>
void batch_norm(const Context& context, const NormGeometry& g, const NormParameters<Wide<T>>& p,
                const T* x, T* y) {
  map_channels(context, g, Apply<Wide<T>>{p}, y, x);
}

template <class T>
void batch_norm_backward(const Context& context, const NormGeometry& g,
                         const NormParameters<Wide<T>>& p, bool constant_statistics, const T* x,
                         const T* dy, T* dx, Wide<T>* dgamma, Wide<T>* dbeta) {
  const Buffer<Sums<2>> sums(context, g.G * g.C);
  const auto run = [&]<int V>() {
    reduce_rows<2 * V>(context, g.G, g.R, g.C / V,
                       GradientTerm<T, V>{p, packs<const T, V>(x), packs<const T, V>(dy), g.R, g.C},
                       StoreGradientSums<V>{sums.data(), g.C});
  };
  if (dgamma || dbeta || !constant_statistics) with_channels(g.C, run, x, dy);
  if (dgamma || dbeta) parameter_gradients(context, g, p, sums.data(), dgamma, dbeta);
  if (!dx) return;
  map_channels(context, g,
               InputGradient<Wide<T>>{p, constant_statistics ? nullptr : sums.data(), g.R}, dx, x,
               dy);
}

#define MIEN_INSTANTIATE(T)                                                                       \
  template void batch_moments(const Context&, const NormGeometry&, const T*, Wide<T>*, Wide<T>*,  \
                              const RunningMoments<Wide<T>>&);                                    \
  template void batch_norm(const Context&, const NormGeometry&, const NormParameters<Wide<T>>&,   \
                           const T*, T*);                                                         \
  template void batch_norm_backward(const Context&, const NormGeometry&,                          \
                                    const NormParameters<Wide<T>>&, bool, const T*, const T*, T*, \
                                    Wide<T>*, Wide<T>*);
MIEN_INSTANTIATE(float)
MIEN_INSTANTIATE(double)
MIEN_INSTANTIATE(bfloat16)
#undef MIEN_INSTANTIATE

template decltype(move_running<float>) move_running<float>;
template decltype(move_running<double>) move_running<double>;

}  // namespace mien::cuda
