#include "tensor/allocator.h"
#include "tests/cpu/conv2d_problems.h"

using namespace mien;
using namespace mien::testing;

namespace {

void check_bits_for_threads(const std::vector<Case>& cases, Algorithm algorithm) {
  const int threads = cpu::context().threads;
  const Ending ending{true, 0.2};
  for (const Case& c : cases) {
    const Problem problem(c.geometry());
    cpu::set_threads(1);
    const auto once = algorithm(problem, ending);
    for (int n : {2, 3}) {
      cpu::set_threads(n);
      check_same_bits(once, algorithm(problem, ending));
    }
  }
  cpu::set_threads(threads);
}

// A rectifier makes the values that errors are measured against smaller.
double share(const Ending& ending) { return ending.slope == 1 ? 1 : 2; }

constexpr const char* kNames[] = {"y", "dx", "dw"};

}  // namespace

BOOST_AUTO_TEST_SUITE(conv2d_kernels)

// Rounding of a sum of n products grows like sqrt(n) units of 6e-8, and the largest of many errors
// is a few times the usual one; measured over these cases at most 3e-6 for the tiles and 7e-6 for
// the loops.
BOOST_AUTO_TEST_CASE(tiled_and_direct_agree) {
  for (std::size_t i = 0; i < kCases.size(); ++i) {
    const Problem problem(kCases[i].geometry());
    for (const Ending& ending : kEndings) {
      const auto exact = direct<double>(problem, ending), plain = direct<float>(problem, ending);
      const auto fast = tiled(problem, ending);
      for (int k = 0; k < 3; ++k) {
        const double tiled_error = error(fast[k], exact[k]);
        const double direct_error = error(plain[k], exact[k]);
        BOOST_TEST_MESSAGE("case " << i << ", " << kNames[k] << ": tiled " << tiled_error
                                   << ", direct " << direct_error);
        BOOST_TEST(tiled_error < 5e-6 * share(ending), "case " << i << ", tiled " << kNames[k]);
        BOOST_TEST(direct_error < 2e-5 * share(ending), "case " << i << ", direct " << kNames[k]);
      }
    }
  }
}

// Evaluation at points amplifies rounding: by up to 10 in the 3x3 case, 20 in the 5x5 one and 3 in
// the 2x2 one. Measured over these cases at most 4e-5, 6e-5 and 1e-5.
BOOST_AUTO_TEST_CASE(winograd_and_direct_agree) {
  for (std::size_t i = 0; i < kWinogradCases.size(); ++i) {
    const Problem problem(kWinogradCases[i].geometry());
    BOOST_TEST_REQUIRE(cpu::winograd::can_convolve(problem.g));
    const Index taps = problem.g.kernel_height / problem.g.stride_h;
    const double bound = taps == 2 ? 2e-5 : taps == 3 ? 6e-5 : 1e-4;
    for (const Ending& ending : kEndings) {
      const auto exact = direct<double>(problem, ending), fast = winograd(problem, ending);
      for (int k = 0; k < 3; ++k) {
        const double difference = error(fast[k], exact[k]);
        BOOST_TEST_MESSAGE("case " << i << ", " << kNames[k] << ": winograd " << difference);
        BOOST_TEST(difference < bound * share(ending), "case " << i << ", winograd " << kNames[k]);
      }
    }
  }
}

// Measured over these cases at most 1.5e-6.
BOOST_AUTO_TEST_CASE(depthwise_and_direct_agree) {
  for (std::size_t i = 0; i < kDepthwiseCases.size(); ++i) {
    const Problem problem(kDepthwiseCases[i].geometry());
    BOOST_TEST_REQUIRE(cpu::depthwise::can_convolve(problem.g));
    for (const Ending& ending : kEndings) {
      const auto exact = direct<double>(problem, ending), fast = depthwise(problem, ending);
      for (int k = 0; k < 3; ++k) {
        const double difference = error(fast[k], exact[k]);
        BOOST_TEST_MESSAGE("case " << i << ", " << kNames[k] << ": depthwise " << difference);
        BOOST_TEST(difference < 3e-6 * share(ending), "case " << i << ", depthwise " << kNames[k]);
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(tiled_has_the_same_bits_for_any_number_of_threads) {
  check_bits_for_threads(kCases, tiled);
}

BOOST_AUTO_TEST_CASE(winograd_has_the_same_bits_for_any_number_of_threads) {
  check_bits_for_threads(kWinogradCases, winograd);
}

BOOST_AUTO_TEST_CASE(depthwise_has_the_same_bits_for_any_number_of_threads) {
  check_bits_for_threads(kDepthwiseCases, depthwise);
}

BOOST_AUTO_TEST_CASE(winograd_refuses_what_it_does_not_know) {
  const Case known = kWinogradCases[0];
  const auto refused = [&](auto change) {
    Case c = known;
    change(c);
    return !cpu::winograd::can_convolve(c.geometry());
  };
  BOOST_TEST(!refused([](Case&) {}));
  BOOST_TEST(refused([](Case& c) { c.groups = 2; }));
  BOOST_TEST(refused([](Case& c) { c.dilation_h = 2; }));
  BOOST_TEST(refused([](Case& c) { c.kernel_w = 5; }));
  BOOST_TEST(refused([](Case& c) { c.kernel_h = c.kernel_w = 4; }));
  BOOST_TEST(refused([](Case& c) { c.stride_h = 2; }));
  BOOST_TEST(refused([](Case& c) { c.in = 3; }));
  BOOST_TEST(refused([](Case& c) { c.out = 3; }));
}

// Filters in strips, of a panel each where the workspace is least, with few tiles and with many.
BOOST_AUTO_TEST_CASE(less_workspace_takes_less_memory_for_the_same_bits) {
  for (const Case& c : {Case{1, 12, 12, 64, 320, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1},
                        Case{2, 64, 64, 64, 320, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1}}) {
    const Problem problem(c.geometry());
    std::array<Index, 2> peak;
    std::array<std::array<Tensor, 3>, 2> found;
    for (int less : {0, 1}) {
      cpu::context().workspace = less ? 1 : cpu::Context{}.workspace;
      CachingAllocator::cpu().reset_peak();
      const Index before = CachingAllocator::cpu().stats().live;
      found[less] = winograd(problem);
      peak[less] = CachingAllocator::cpu().stats().peak - before;
    }
    cpu::context().workspace = cpu::Context{}.workspace;
    check_same_bits(found[0], found[1]);
    BOOST_TEST(peak[1] < peak[0]);
  }
}

// A large map spreads the cost of transforming filters over many tiles, a small one does not.
BOOST_AUTO_TEST_CASE(the_cheaper_algorithm_is_chosen) {
  using enum Conv2dPass;
  const Case large{8, 64, 64, 64, 64, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1};
  const Case small{1, 4, 4, 256, 256, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1};
  cpu::Context context = cpu::context();
  context.exact = false;
  for (const auto pass : {forward, input_gradient, weight_gradient}) {
    const auto chosen = [&](const Case& c) {
      return cpu::conv2d_algorithm(context, c.geometry(), pass);
    };
    BOOST_CHECK(chosen(large) == cpu::Conv2dAlgorithm::winograd);
    BOOST_CHECK(chosen(small) == cpu::Conv2dAlgorithm::tiled);
  }
  const std::string reason = explain_conv2d(context, small.geometry(), forward);
  BOOST_TEST(reason.starts_with("conv2d 1x4x4x256 to 256, 3x3 stride 1, forward: tiled, "), reason);
  context.exact = true;
  BOOST_CHECK(cpu::conv2d_algorithm(context, large.geometry(), forward) ==
              cpu::Conv2dAlgorithm::tiled);
}

// It multiplies as the definition says, so exactness does not matter.
BOOST_AUTO_TEST_CASE(a_filter_for_each_channel_is_depthwise) {
  const auto chosen = [](const cpu::Context& context, const Case& c, Conv2dPass pass) {
    return cpu::conv2d_algorithm(context, c.geometry(), pass);
  };
  const Case own{2, 9, 8, 24, 24, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 24};
  Case pairs = own, twice = own;
  pairs.groups = 12;
  twice.out = 48;
  cpu::Context context = cpu::context();
  for (const bool exact : {false, true}) {
    context.exact = exact;
    for (const auto pass :
         {Conv2dPass::forward, Conv2dPass::input_gradient, Conv2dPass::weight_gradient}) {
      BOOST_CHECK(chosen(context, own, pass) == cpu::Conv2dAlgorithm::depthwise);
      BOOST_CHECK(chosen(context, pairs, pass) == cpu::Conv2dAlgorithm::tiled);
      BOOST_CHECK(chosen(context, twice, pass) == cpu::Conv2dAlgorithm::tiled);
    }
    BOOST_TEST(explain_conv2d(context, own.geometry(), Conv2dPass::forward) ==
               "conv2d 2x9x8x24 to 24, 3x3 stride 1, forward: depthwise, each channel has a filter "
               "of its own");
  }
  const Problem problem(own.geometry());
  check_same_bits(depthwise(problem),
                  results<float>(problem, {}, cpu::conv2d<float>, cpu::conv2d_input_gradient<float>,
                                 cpu::conv2d_weight_gradient<float>));
}

BOOST_AUTO_TEST_SUITE_END()
