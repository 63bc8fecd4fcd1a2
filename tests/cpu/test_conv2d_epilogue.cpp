#include "cpu/batch_norm.h"
#include "tests/cpu/conv2d_problems.h"

using namespace mien;
using namespace mien::testing;

namespace {

// Expects the bits of plain results to which an addend is added and a rectifier applied afterwards.
void check_bits_of_endings(const std::vector<Case>& cases, Algorithm algorithm) {
  for (const Case& c : cases) {
    const Problem problem(c.geometry());
    for (const Ending& ending : kEndings) {
      auto expected = algorithm(problem, {});
      for (int k : {0, 1}) {
        const Tensor addend = (k == 0 ? problem.dy : problem.x).to(DType::float32);
        for (Index i = 0; i < addend.numel(); ++i) {
          float& value = expected[k].mutable_data<float>()[i];
          if (ending.adds) value += addend.data<float>()[i];
          if (!(value > 0)) value *= static_cast<float>(ending.slope);
        }
      }
      check_same_bits(expected, algorithm(problem, ending));
    }
  }
}

/// A result and the moments that its kernel found.
struct Found {
  Tensor values, mean, variance;

  Found(const Shape& shape) : values(shape), mean({shape[3]}), variance({shape[3]}) {}
  std::array<Tensor, 3> all() const { return {values, mean, variance}; }
};

// y and dx of values around `level`, with addend and rectifier, and their moments.
template <class Forward, class Input>
std::array<Found, 2> with_moments(const Problem& p, double level, Forward forward, Input input) {
  const auto type = DType::float32;
  const Tensor x = p.x.to(type), w = p.w.to(type), dy = p.dy.to(type);
  Tensor bias = p.bias.to(type);
  for (float& b : bias.mutable_span<float>()) b += static_cast<float>(level);
  std::array<Found, 2> found{dy.shape(), x.shape()};
  const auto epilogue = [&](const Tensor& addend, Found& to) {
    return Conv2dEpilogue<float>{bias.data<float>(), addend.data<float>(), 0.2f,
                                 to.mean.mutable_data<float>(), to.variance.mutable_data<float>()};
  };
  const auto& context = cpu::context();
  forward(context, p.g, x.data<float>(), w.data<float>(), epilogue(dy, found[0]),
          found[0].values.mutable_data<float>());
  input(context, p.g, dy.data<float>(), w.data<float>(), epilogue(x, found[1]),
        found[1].values.mutable_data<float>());
  return found;
}

std::array<Found, 2> tiled_moments(const Problem& p, double level) {
  return with_moments(p, level, cpu::tiled::conv2d, cpu::tiled::conv2d_input_gradient);
}

std::array<Found, 2> winograd_moments(const Problem& p, double level) {
  return with_moments(p, level, cpu::winograd::conv2d, cpu::winograd::conv2d_input_gradient);
}

std::array<Found, 2> depthwise_moments(const Problem& p, double level) {
  return with_moments(p, level, cpu::depthwise::conv2d, cpu::depthwise::conv2d_input_gradient);
}

// Expects the moments that double finds in the values. Measured: means within 1.8e-7 of their size
// and the deviation together, variances within 2.2e-7 of theirs, around 0 and around 1000.
void check_moments(const std::vector<Case>& cases,
                   std::array<Found, 2> (*algorithm)(const Problem&, double)) {
  for (const Case& c : cases) {
    const Problem problem(c.geometry());
    for (const double level : {0.0, 1000.0}) {
      for (const Found& found : algorithm(problem, level)) {
        const Index channels = found.mean.numel(), rows = found.values.numel() / channels;
        const Tensor values = found.values.to(DType::float64);
        Tensor mean({channels}, DType::float64), variance({channels}, DType::float64);
        cpu::batch_moments<double>(cpu::context(), {1, rows, channels}, values.data<double>(),
                                   mean.mutable_data<double>(), variance.mutable_data<double>(),
                                   {});
        for (Index i = 0; i < channels; ++i) {
          const double m = mean.data<double>()[i], v = variance.data<double>()[i];
          const double dm = std::abs(double{found.mean.data<float>()[i]} - m);
          const double dv = std::abs(double{found.variance.data<float>()[i]} - v);
          BOOST_TEST(dm <= 5e-7 * (std::abs(m) + std::sqrt(v)), "mean is off by " << dm);
          BOOST_TEST(dv <= 6e-7 * v + 1e-8, "variance " << v << " is off by " << dv);
        }
      }
    }
  }
}

void check_bits_of_moments(const std::vector<Case>& cases,
                           std::array<Found, 2> (*algorithm)(const Problem&, double)) {
  const int threads = cpu::context().threads;
  for (const Case& c : cases) {
    const Problem problem(c.geometry());
    cpu::set_threads(1);
    const auto once = algorithm(problem, 0);
    for (int n : {2, 3}) {
      cpu::set_threads(n);
      const auto again = algorithm(problem, 0);
      for (int k : {0, 1}) check_same_bits(once[k].all(), again[k].all());
    }
  }
  cpu::set_threads(threads);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(conv2d_epilogue)

BOOST_AUTO_TEST_CASE(an_addend_and_a_rectifier_act_as_passes_of_their_own) {
  check_bits_of_endings(kCases, tiled);
  check_bits_of_endings(kWinogradCases, tiled);
  check_bits_of_endings(kWinogradCases, winograd);
  check_bits_of_endings(kDepthwiseCases, depthwise);
}

BOOST_AUTO_TEST_CASE(moments_are_those_of_the_result) {
  check_moments(kCases, tiled_moments);
  check_moments(kWinogradCases, tiled_moments);
  check_moments(kWinogradCases, winograd_moments);
  check_moments(kDepthwiseCases, depthwise_moments);
}

BOOST_AUTO_TEST_CASE(moments_have_the_same_bits_for_any_number_of_threads) {
  check_bits_of_moments(kCases, tiled_moments);
  check_bits_of_moments(kWinogradCases, winograd_moments);
  check_bits_of_moments(kDepthwiseCases, depthwise_moments);
}

// Filters of a panel each: every strip has its own channels of the moments.
BOOST_AUTO_TEST_CASE(moments_do_not_depend_on_the_workspace) {
  const Problem problem(Case{2, 21, 18, 64, 320, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1}.geometry());
  const auto whole = winograd_moments(problem, 0);
  cpu::context().workspace = 1;
  const auto strips = winograd_moments(problem, 0);
  cpu::context().workspace = cpu::Context{}.workspace;
  for (int k : {0, 1}) check_same_bits(whole[k].all(), strips[k].all());
}

BOOST_AUTO_TEST_SUITE_END()
