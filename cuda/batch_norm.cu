#include "cuda/batch_norm.h"

#include <cmath>

#include "cuda/sum_of.h"

namespace mien::cuda {
namespace {

template <class T>
MIEN_HOST_DEVICE double inverse_deviation(const NormParameters<T>& p, Index at) {
  return 1.0 / std::sqrt(static_cast<double>(p.variance[at]) + p.epsilon);
}

template <class T>
MIEN_HOST_DEVICE double gamma_of(const NormParameters<T>& p, Index c) {
  return p.gamma ? static_cast<double>(p.gamma[c]) : 1.0;
}

// gamma (x - mean) / deviation + beta, of channel `at` of all [G, C].
template <class T>
MIEN_HOST_DEVICE T normalized(const NormParameters<T>& p, Index at, Index c, T x) {
  const T scale = static_cast<T>(gamma_of(p, c) * inverse_deviation(p, at));
  return (x - p.mean[at]) * scale + (p.beta ? p.beta[c] : T{0});
}

// dy where it comes from, before the rectifier.
template <class T>
MIEN_HOST_DEVICE T through(const NormParameters<T>& p, Index at, Index c, T x, T dy) {
  return p.slope == T(1) || normalized(p, at, c, x) > T(0) ? dy : p.slope * dy;
}

// u, which is dy before the rectifier.
template <class T>
struct Upstream {
  NormParameters<T> p;
  const T *x, *dy;
  Index R, C;

  MIEN_HOST_DEVICE double operator()(Index n, Index r, Index c) const {
    const Index i = (n * R + r) * C + c;
    return static_cast<double>(through(p, n * C + c, c, x[i], dy[i]));
  }
};

// u (x - mean)
template <class T>
struct CentredProduct {
  Upstream<T> u;

  MIEN_HOST_DEVICE double operator()(Index n, Index r, Index c) const {
    const T x = u.x[(n * u.R + r) * u.C + c];
    return u(n, r, c) * static_cast<double>(x - u.p.mean[n * u.C + c]);
  }
};

// What the sums over the rows are, for each channel of each group: u, and u (x - mean).
template <class T>
struct GradientSums {
  Buffer<double> dy, dy_x;

  GradientSums(const Context& context, const NormGeometry& g, const Upstream<T>& u)
      : dy(context, g.G * g.C), dy_x(context, g.G * g.C) {
    sum_of(context, g.G, g.R, g.C, u, dy.data());
    sum_of(context, g.G, g.R, g.C, CentredProduct<T>{u}, dy_x.data());
  }
};

template <class T>
void parameter_gradients(const Context& context, const NormGeometry& g, const NormParameters<T>& p,
                         const GradientSums<T>& sums, T* dgamma, T* dbeta) {
  const Index G = g.G, C = g.C;
  const double *dy = sums.dy.data(), *dy_x = sums.dy_x.data();
  launch(context, C, [=] MIEN_HOST_DEVICE(Index c) {
    double gamma = 0, beta = 0;
    for (Index at = c; at < G * C; at += C) {
      gamma += dy_x[at] * inverse_deviation(p, at);
      beta += dy[at];
    }
    if (dgamma) dgamma[c] = static_cast<T>(gamma);
    if (dbeta) dbeta[c] = static_cast<T>(beta);
  });
}

// dx = a u + b (x - mean) + c with coefficients for each channel of each group.
template <class T>
void input_gradient(const Context& context, const NormGeometry& g, const NormParameters<T>& p,
                    bool constant_statistics, const GradientSums<T>& sums, const T* x, const T* dy,
                    T* dx) {
  const Index R = g.R, C = g.C;
  const double *sum_dy = sums.dy.data(), *sum_dy_x = sums.dy_x.data();
  launch(context, g.G * R * C, [=] MIEN_HOST_DEVICE(Index i) {
    const Index c = i % C, at = i / (R * C) * C + c;
    const double inverse = inverse_deviation(p, at), a = gamma_of(p, c) * inverse;
    double value = a * static_cast<double>(through(p, at, c, x[i], dy[i]));
    if (!constant_statistics) {
      const double centred = static_cast<double>(x[i] - p.mean[at]);
      const double rows = static_cast<double>(R);
      value -= a * (inverse * inverse * sum_dy_x[at] * centred + sum_dy[at]) / rows;
    }
    dx[i] = static_cast<T>(value);
  });
}

// (x - mean)^2
template <class T>
struct SquaredDeviation {
  const T* x;
  const double* sum;
  Index R, C;

  MIEN_HOST_DEVICE double operator()(Index n, Index r, Index c) const {
    const double mean = sum[n * C + c] / static_cast<double>(R);
    const double deviation = static_cast<double>(x[(n * R + r) * C + c]) - mean;
    return deviation * deviation;
  }
};

}  // namespace

template <class T>
void batch_moments(const Context& context, const NormGeometry& g, const T* x, T* mean,
                   T* variance) {
  const Buffer<double> sum(context, g.G * g.C), squares(context, g.G * g.C);
  const double *total = sum.data(), *m2 = squares.data();
  sum_of(context, g.G, g.R, g.C, StoredTerm<T>{x, g.R, g.C}, sum.data());
  sum_of(context, g.G, g.R, g.C, SquaredDeviation<T>{x, total, g.R, g.C}, squares.data());
  const double rows = static_cast<double>(g.R);
  launch(context, g.G * g.C, [=] MIEN_HOST_DEVICE(Index at) {
    mean[at] = static_cast<T>(total[at] / rows);
    variance[at] = static_cast<T>(m2[at] / rows);
  });
}

template <class T>
void batch_norm(const Context& context, const NormGeometry& g, const NormParameters<T>& parameters,
                const T* x, T* y) {
  const NormParameters<T> p = parameters;
  const Index R = g.R, C = g.C;
  launch(context, g.G * R * C, [=] MIEN_HOST_DEVICE(Index i) {
    const Index c = i % C, at = i / (R * C) * C + c;
    const T value = normalized(p, at, c, x[i]);
    y[i] = value > T(0) ? value : p.slope * value;
  });
}

template <class T>
void batch_norm_backward(const Context& context, const NormGeometry& g, const NormParameters<T>& p,
                         bool constant_statistics, const T* x, const T* dy, T* dx, T* dgamma,
                         T* dbeta) {
  const GradientSums<T> sums(context, g, Upstream<T>{p, x, dy, g.R, g.C});
  if (dgamma || dbeta) parameter_gradients(context, g, p, sums, dgamma, dbeta);
  if (dx) input_gradient(context, g, p, constant_statistics, sums, x, dy, dx);
}

#define MIEN_INSTANTIATE(T)                                                                        \
  template void batch_moments(const Context&, const NormGeometry&, const T*, T*, T*);              \
  template void batch_norm(const Context&, const NormGeometry&, const NormParameters<T>&,          \
                           const T*, T*);                                                          \
  template void batch_norm_backward(const Context&, const NormGeometry&, const NormParameters<T>&, \
                                    bool, const T*, const T*, T*, T*, T*);
MIEN_INSTANTIATE(float)
MIEN_INSTANTIATE(double)
#undef MIEN_INSTANTIATE

}  // namespace mien::cuda
