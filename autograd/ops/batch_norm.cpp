#include "autograd/ops/batch_norm.h"

#include "autograd/check_alike.h"
#include "autograd/composite.h"
#include "autograd/dispatch.h"
#include "autograd/from_op.h"
#include "autograd/grad_mode.h"
#include "autograd/ops/arithmetic.h"
#include "autograd/ops/cast.h"
#include "autograd/ops/elementary.h"
#include "autograd/ops/leaky_relu.h"
#include "autograd/ops/reshape.h"
#include "autograd/ops/sum.h"
#include "cpu/batch_norm.h"
#include "cuda/batch_norm.h"

namespace mien {
namespace {

using Geometry = NormGeometry;
using Variables = std::vector<Variable>;

struct Statistics {
  Tensor mean, variance;  // [G, C]
  double epsilon, slope;
  bool constant;  // not a function of x
};

// An op's inputs; gamma and beta are undefined where there is no scale and shift, `shift` where
// nothing is added to x.
struct Inputs {
  Variable x, gamma, beta, shift;

  Inputs(Variable x, const Variable& gamma, const Variable& beta, const Variable& shift = {})
      : x(std::move(x)), gamma(gamma), beta(beta), shift(shift) {}
  explicit Inputs(const Variables& list) : x(list[0]) {
    if (list.size() >= 3) gamma = list[1], beta = list[2];
    if (list.size() == 4) shift = list[3];
  }

  bool affine() const { return gamma.defined(); }
  Variables list() const {
    if (!affine()) return {x};
    return shift.defined() ? Variables{x, gamma, beta, shift} : Variables{x, gamma, beta};
  }
};

template <class T>
NormParameters<T> parameters(const Inputs& in, const Statistics& s) {
  const bool affine = in.affine();
  return {.mean = s.mean.data<T>(),
          .variance = s.variance.data<T>(),
          .gamma = affine ? in.gamma.value().data<T>() : nullptr,
          .beta = affine ? in.beta.value().data<T>() : nullptr,
          .epsilon = s.epsilon,
          .slope = static_cast<T>(s.slope),
          .shift = in.shift.defined() && s.constant ? in.shift.value().data<T>() : nullptr};
}

// Buffers of a layer that follow the statistics of its batches.
struct Running {
  Tensor &mean, &variance;
  double momentum;
  const Variable& shift;
};

template <class T>
RunningMoments<T> elements(const Running* running) {
  if (!running) return {};
  return {running->mean.mutable_data<T>(), running->variance.mutable_data<T>(), running->momentum,
          running->shift.defined() ? running->shift.value().data<T>() : nullptr};
}

Statistics statistics_of(const Tensor& x, const Geometry& g, double epsilon, double slope = 1,
                         const Running* running = nullptr) {
  const Shape shape{g.G, g.C};
  const DType type = wide(x.dtype());
  Statistics s{Tensor(shape, type, x.device()), Tensor(shape, type, x.device()), epsilon, slope,
               false};
  dispatch_maps(x, [&]<class T>(auto& backend) {
    batch_moments(backend, g, x.data<T>(), s.mean.mutable_data<Wide<T>>(),
                  s.variance.mutable_data<Wide<T>>(), elements<Wide<T>>(running));
  });
  return s;
}

Statistics known_statistics(const ChannelMoments& known, const Geometry& g, double epsilon,
                            double slope, const Running* running) {
  const Statistics s{known.mean.reshape({1, g.C}), known.variance.reshape({1, g.C}), epsilon, slope,
                     false};
  if (running) {
    dispatch(s.mean, [&]<class T>(auto& backend) {
      move_running(backend, g, s.mean.data<T>(), s.variance.data<T>(), elements<T>(running));
    });
  }
  return s;
}

// The definition, from simple ops: what the kernels compute, differentiable as often as wanted.
// A shift makes no difference to what the batch normalises.
Variable composite(const Inputs& in, const Geometry& g, const Statistics& s) {
  const Variable given = widened(in.x);
  const Variable shifted = in.shift.defined() && s.constant ? given + in.shift : given;
  const Variable x = reshape(shifted, {g.G, g.R, g.C});
  const Shape one_row{g.G, 1, g.C};
  const Variable centred =
      x - (s.constant ? Variable(s.mean.reshape(one_row)) : mean(x, {1}, true));
  const Variable variance =
      s.constant ? Variable(s.variance.reshape(one_row)) : mean(square(centred), {1}, true);
  Variable y = centred * pow(variance + s.epsilon, -0.5);
  if (in.affine()) y = y * in.gamma + in.beta;
  if (s.slope != 1) y = leaky_relu(y, s.slope);
  return cast(reshape(y, in.x.shape()), in.x.dtype());
}

Variables fused_gradients(const Inputs& in, const Geometry& g, const Statistics& s,
                          const Variable& dy, const std::vector<bool>& needed) {
  const Variables all = in.list();
  const bool shift_needed = needed.size() == 4 && needed[3];
  std::vector<Tensor> d(3);
  for (std::size_t i = 0; i < std::min(all.size(), d.size()); ++i) {
    if (needed[i] || (i == 2 && shift_needed && s.constant)) d[i] = empty_like(all[i].value());
  }
  dispatch_maps(dy.value(), [&]<class T>(auto& backend) {
    const auto parameter = [](Tensor& x) {
      return x.defined() ? x.mutable_data<Wide<T>>() : nullptr;
    };
    batch_norm_backward(backend, g, parameters<Wide<T>>(in, s), s.constant, in.x.value().data<T>(),
                        dy.value().data<T>(), d[0].defined() ? d[0].mutable_data<T>() : nullptr,
                        parameter(d[1]), parameter(d[2]));
  });
  Variables gradients{Variable(d[0]), Variable(d[1]), Variable(d[2])};
  if (shift_needed && s.constant) {  // x's, summed: as beta's, but through the scale
    const Variable variance(s.variance.reshape({g.C}));
    gradients.push_back(gradients[2] * in.gamma.detach() * pow(variance + s.epsilon, -0.5));
  } else if (shift_needed) {
    gradients.push_back(Variable(zeros({g.C}, wide(dy.dtype()), dy.device())));
  }
  return gradients;
}

Variable normalize(const char* op, const Inputs& in, const Geometry& g, const Statistics& s) {
  const Tensor& x = in.x.value();
  const bool in_place = !is_recording() && x.is_sole_owner();
  Tensor y = in_place ? x : empty_like(x);
  dispatch_maps(y, [&]<class T>(auto& backend) {
    batch_norm(backend, g, parameters<Wide<T>>(in, s), x.data<T>(), y.mutable_data<T>());
  });
  const auto gradient = [x = saved(in.x, "x"), gamma = saved(in.gamma, "gamma"),
                         beta = saved(in.beta, "beta"), shift = saved(in.shift, "shift"), g,
                         s](const Variable& dy, const std::vector<bool>& needed) {
    const Inputs inputs{x(), gamma(), beta(), shift()};
    if (!is_recording()) return fused_gradients(inputs, g, s, dy, needed);
    return composite_gradients(
        inputs.list(), [&](const Variables& own) { return composite(Inputs(own), g, s); }, dy,
        needed);
  };
  return from_op(op, y, in.list(), gradient);
}

void check_channels(const char* op, const char* name, const Tensor& value, const Tensor& x) {
  const DType type = wide(x.dtype());
  check(value.shape() == Shape{x.dim(-1)} && value.dtype() == type, op, ": ", name, " must be ",
        type, " [", x.dim(-1), "], got ", value.dtype(), " ", value.shape());
  check_alike_widened(op, x, value);
}

Statistics batch_norm_statistics(const Tensor& x, const Geometry& g, Tensor& running_mean,
                                 Tensor& running_variance, const BatchNormOptions& options) {
  if (options.mode == BatchNormMode::evaluation) {
    // Copies, if a gradient may be asked for: the running statistics may move before that.
    const auto kept = [](const Tensor& x) { return is_recording() ? x.clone() : x; };
    return {kept(running_mean).reshape({1, g.C}), kept(running_variance).reshape({1, g.C}),
            options.epsilon, options.slope, true};
  }
  const bool training = options.mode == BatchNormMode::training;
  check(g.R > (training ? 1 : 0), "batch_norm: ",
        training ? "training needs more than one value" : "needs at least one value",
        " per channel, got x of shape ", x.shape());
  const Running running{running_mean, running_variance, options.momentum, options.shift};
  const Running* const moved = training ? &running : nullptr;
  if (options.moments.mean.defined()) {
    return known_statistics(options.moments, g, options.epsilon, options.slope, moved);
  }
  return statistics_of(x, g, options.epsilon, options.slope, moved);
}

}  // namespace

Variable batch_norm(Variable x, const Variable& gamma, const Variable& beta, Tensor& running_mean,
                    Tensor& running_variance, const BatchNormOptions& options) {
  check(x.rank() == 4 || x.rank() == 2, "batch_norm: x must be [N, H, W, C] or [N, C], got ",
        x.shape());
  check_channels("batch_norm", "gamma", gamma.value(), x.value());
  check_channels("batch_norm", "beta", beta.value(), x.value());
  check_channels("batch_norm", "running_mean", running_mean, x.value());
  check_channels("batch_norm", "running_variance", running_variance, x.value());
  if (options.shift.defined()) {
    check_channels("batch_norm", "shift", options.shift.value(), x.value());
  }
  if (options.moments.mean.defined()) {
    check_channels("batch_norm", "moments.mean", options.moments.mean, x.value());
    check_channels("batch_norm", "moments.variance", options.moments.variance, x.value());
  }
  check(options.momentum >= 0 && options.momentum <= 1,
        "batch_norm: momentum must be in [0, 1], got ", options.momentum);
  check(options.epsilon > 0, "batch_norm: epsilon must be positive, got ", options.epsilon);
  check(options.slope >= 0, "batch_norm: slope must not be negative, got ", options.slope);

  const Index C = x.dim(-1);
  const Geometry g{1, C == 0 ? 0 : x.numel() / C, C};
  const Statistics statistics =
      batch_norm_statistics(x.value(), g, running_mean, running_variance, options);
  return normalize("batch_norm", {std::move(x), gamma, beta, options.shift}, g, statistics);
}

Variable instance_norm(const Variable& x, const Variable& gamma, const Variable& beta,
                       double epsilon) {
  check(x.rank() == 4 && x.dim(1) * x.dim(2) > 0,
        "instance_norm: x must be [N, H, W, C] with pixels, got ", x.shape());
  check(gamma.defined() == beta.defined(), "instance_norm: needs gamma and beta, or neither");
  if (gamma.defined()) {
    check_channels("instance_norm", "gamma", gamma.value(), x.value());
    check_channels("instance_norm", "beta", beta.value(), x.value());
  }
  check(epsilon > 0, "instance_norm: epsilon must be positive, got ", epsilon);

  const Geometry g{x.dim(0), x.dim(1) * x.dim(2), x.dim(3)};
  return normalize("instance_norm", {x, gamma, beta}, g, statistics_of(x.value(), g, epsilon));
}

Variable instance_norm(const Variable& x, double epsilon) {
  return instance_norm(x, Variable(), Variable(), epsilon);
}

}  // namespace mien
