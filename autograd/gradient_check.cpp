#include "autograd/gradient_check.h"

#include <cmath>
#include <cstring>
#include <numeric>

#include "autograd/engine.h"
#include "autograd/grad_mode.h"
#include "autograd/ops/arithmetic.h"
#include "autograd/ops/sum.h"

namespace mien {
namespace {

thread_local Device leaf_device = kCpu;

using Variables = std::vector<Variable>;

bool same_bits(const Variables& a, const Variables& b) {
  for (std::size_t i = 0; i < a.size(); ++i) {
    const Tensor x = a[i].value().to(kCpu), y = b[i].value().to(kCpu);
    if (x.numel() > 0 && std::memcmp(x.raw(), y.raw(), x.bytes()) != 0) return false;
  }
  return true;
}

double inner_product(const Tensor& a, const Tensor& b) {
  const Tensor x = a.to(kCpu), y = b.to(kCpu);
  return std::inner_product(x.span<double>().begin(), x.span<double>().end(),
                            y.span<double>().begin(), 0.0);
}

Variable random_like(const Variable& like, const Random& random) {
  return Variable(random_normal(like.shape(), random, 0, 1, DType::float64).to(like.device()));
}

// A copy in the host's memory, to be written to.
Tensor host_copy(const Tensor& x) { return x.to(kCpu).clone(); }

// Differentiates f numerically along a direction given as one tensor per leaf, on the host.
Tensor central_difference(const GradientProblem& problem, const std::vector<Tensor>& direction,
                          double epsilon) {
  const NoGrad guard;
  const auto shifted = [&](double step) {
    std::vector<Tensor> before;
    for (std::size_t i = 0; i < problem.leaves.size(); ++i) {
      Tensor leaf = problem.leaves[i].value();
      before.push_back(leaf.clone());
      Tensor moved = host_copy(leaf);
      double* x = moved.mutable_data<double>();
      for (Index j = 0; j < moved.numel(); ++j) x[j] += step * direction[i].data<double>()[j];
      leaf.copy_from(moved);
    }
    const Tensor y = host_copy(problem.function().value());
    for (std::size_t i = 0; i < problem.leaves.size(); ++i) {
      Tensor leaf = problem.leaves[i].value();
      leaf.copy_from(before[i]);
    }
    return y;
  };
  Tensor high = shifted(epsilon);
  const Tensor low = shifted(-epsilon);
  double* difference = high.mutable_data<double>();
  for (Index i = 0; i < high.numel(); ++i) {
    difference[i] = (difference[i] - low.data<double>()[i]) / (2 * epsilon);
  }
  return high;
}

class Comparison {
 public:
  explicit Comparison(const GradientTolerance& tolerance) : tolerance_(tolerance) {}

  void expect(double analytic, double numeric, const std::string& where) {
    const double error = std::abs(analytic - numeric);
    const double scale = tolerance_.atol / tolerance_.rtol + std::abs(numeric);
    report_.max_error = std::max(report_.max_error, error / scale);
    if (error <= tolerance_.atol + tolerance_.rtol * std::abs(numeric)) return;
    fail(text(where, ": gradient ", analytic, ", central difference ", numeric));
  }
  void fail(const std::string& what) {
    if (report_.passed) report_.failure = what;
    report_.passed = false;
  }
  const GradientReport& report() const { return report_; }

 private:
  GradientTolerance tolerance_;
  GradientReport report_;
};

std::vector<Tensor> zero_direction(const GradientProblem& problem) {
  std::vector<Tensor> direction;
  for (const auto& leaf : problem.leaves) direction.push_back(zeros(leaf.shape(), DType::float64));
  return direction;
}

// Row o of the analytic Jacobian, on the host, each row by one backward pass.
std::vector<Variables> analytic_rows(const GradientProblem& problem, const Random& random) {
  const Variable y = problem.function();
  std::vector<Variables> rows;
  for (Index o = 0; o < y.numel(); ++o) {
    // A random factor instead of 1 shows gradients that forget to use dy.
    const double factor = random.uniform(o, 0.5, 2.0);
    Tensor upstream = zeros(y.shape(), DType::float64);
    upstream.mutable_data<double>()[o] = factor;
    rows.push_back(gradients({y}, problem.leaves, {Variable(upstream.to(y.device()))},
                             {.retain_graph = true}));
    for (Variable& row : rows.back()) {
      row = Variable(host_copy(row.value()));
      for (double& value : row.value().mutable_span<double>()) value /= factor;
    }
  }
  return rows;
}

void compare_jacobian(const GradientProblem& problem, const Random& random,
                      const GradientTolerance& tolerance, Comparison& comparison) {
  const std::vector<Variables> rows = analytic_rows(problem, random);
  std::vector<Tensor> direction = zero_direction(problem);
  for (std::size_t leaf = 0; leaf < direction.size(); ++leaf) {
    for (Index j = 0; j < direction[leaf].numel(); ++j) {
      direction[leaf].mutable_data<double>()[j] = 1;
      const Tensor column = central_difference(problem, direction, tolerance.epsilon);
      direction[leaf].mutable_data<double>()[j] = 0;
      for (Index o = 0; o < column.numel(); ++o) {
        comparison.expect(rows[o][leaf].value().data<double>()[j], column.data<double>()[o],
                          text("output ", o, " by element ", j, " of input ", leaf));
      }
    }
  }
}

void compare_directions(const GradientProblem& problem, const Random& random,
                        const GradientTolerance& tolerance, Comparison& comparison) {
  constexpr int kDirections = 16;
  const Variable y = problem.function();
  const Variable upstream = random_like(y, random.at(1));
  const Variables analytic = gradients({y}, problem.leaves, {upstream});
  for (int d = 0; d < kDirections; ++d) {
    std::vector<Tensor> direction;
    double expected = 0;
    for (std::size_t i = 0; i < problem.leaves.size(); ++i) {
      const Variable along = random_like(problem.leaves[i], random.at(2 + d * 64 + i));
      direction.push_back(along.value().to(kCpu));
      expected += inner_product(analytic[i].value(), direction[i]);
    }
    const Tensor slope = central_difference(problem, direction, tolerance.epsilon);
    comparison.expect(expected, inner_product(slope, upstream.value()),
                      text("along random direction ", d));
  }
}

void compare_repeated_runs(const GradientProblem& problem, const Random& random,
                           Comparison& comparison) {
  const auto run = [&] {
    const Variable y = problem.function();
    return gradients({y}, problem.leaves, {random_like(y, random.at(9))});
  };
  if (!same_bits(run(), run())) comparison.fail("backward gave other bits the second time");
}

// <dx, w> as a function of the leaves and of the upstream gradient.
GradientProblem second_order(const GradientProblem& problem, const Random& random) {
  GradientProblem second = problem;
  const Variable upstream = parameter(random_like(problem.function(), random.at(5)).value());
  second.leaves.push_back(upstream);
  second.function = [=] {
    const GradMode record(true);  // the inner gradient is needed even where nothing is recorded
    const Variables dx =
        gradients({problem.function()}, problem.leaves, {upstream}, {.create_graph = true});
    Variable total;
    for (std::size_t i = 0; i < dx.size(); ++i) {
      const Variable term = sum(dx[i] * random_like(dx[i], random.at(6 + i)));
      total = total.defined() ? total + term : term;
    }
    // Linear functions have a constant gradient; tie the result to the leaves all the same.
    for (const Variable& leaf : problem.leaves) total = total + sum(leaf * 0.0);
    return total + sum(upstream * 0.0);
  };
  return second;
}

}  // namespace

GradientReport check_gradient(const GradientProblem& problem, int order, const Random& random,
                              const GradientTolerance& tolerance) {
  check(order == 1 || order == 2, "check_gradient: order must be 1 or 2, got ", order);
  for (const auto& leaf : problem.leaves) {
    check(leaf.dtype() == DType::float64, "check_gradient: leaves must be float64, got ",
          leaf.dtype());
  }
  const GradientProblem checked = order == 1 ? problem : second_order(problem, random);
  Comparison comparison(tolerance);
  Index inputs = 0;
  for (const auto& leaf : checked.leaves) inputs += leaf.numel();
  if (inputs * checked.function().numel() <= kFullJacobian) {
    compare_jacobian(checked, random, tolerance, comparison);
  }
  compare_directions(checked, random, tolerance, comparison);
  compare_repeated_runs(checked, random, comparison);
  return comparison.report();
}

GradientReport check_gradient(const GradientCase& entry, int order, std::uint64_t seed) {
  const Random random(seed, entry.name);
  return check_gradient(entry.make(random), order, random.at(1000), entry.tolerance);
}

LeafDevice::LeafDevice(Device device) : previous_(leaf_device) { leaf_device = device; }
LeafDevice::~LeafDevice() { leaf_device = previous_; }

Variable leaf_of(const Tensor& values) { return parameter(values.to(leaf_device)); }

Variable normal_leaf(const Shape& shape, const Random& random, double deviation) {
  return leaf_of(random_normal(shape, random, 0, deviation, DType::float64));
}

Variable uniform_leaf(const Shape& shape, const Random& random, double low, double high) {
  return leaf_of(random_uniform(shape, random, low, high, DType::float64));
}

Variable leaf_away_from(const std::vector<double>& kinks, double margin, const Shape& shape,
                        const Random& random) {
  Tensor values = random_normal(shape, random, 0, 1, DType::float64);
  for (double& x : values.mutable_span<double>()) {
    for (double kink : kinks) {
      if (std::abs(x - kink) < margin) x = kink + (x < kink ? -margin : margin);
    }
  }
  return leaf_of(values);
}

}  // namespace mien
