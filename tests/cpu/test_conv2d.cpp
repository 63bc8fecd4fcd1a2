#include <boost/test/unit_test.hpp>
#include <cmath>

#include "cpu/conv2d.h"
#include "cpu/conv2d_direct.h"
#include "cpu/conv2d_tiled.h"
#include "cpu/conv2d_winograd.h"
#include "tensor/allocator.h"
#include "tensor/random.h"
#include "tensor/tensor.h"

using namespace mien;

namespace {

Index extent(Index size, Index pad, Index kernel, Index dilation, Index stride) {
  return (size + pad - (kernel - 1) * dilation - 1) / stride + 1;
}

struct Case {
  Index batch, height, width, in, out, kernel_h, kernel_w;
  Index stride_h = 1, stride_w = 1, dilation_h = 1, dilation_w = 1;
  Index top = 0, bottom = 0, left = 0, right = 0, groups = 1;

  Conv2dGeometry geometry() const {
    return {.batch = batch,
            .in_height = height,
            .in_width = width,
            .in_channels = in,
            .out_height = extent(height, top + bottom, kernel_h, dilation_h, stride_h),
            .out_width = extent(width, left + right, kernel_w, dilation_w, stride_w),
            .out_channels = out,
            .kernel_height = kernel_h,
            .kernel_width = kernel_w,
            .stride_h = stride_h,
            .stride_w = stride_w,
            .dilation_h = dilation_h,
            .dilation_w = dilation_w,
            .pad_top = top,
            .pad_left = left,
            .groups = groups};
  }
};

// Small and large maps, channel counts around the width of a vector and a tile, every option.
const std::vector<Case> kCases = {
    {1, 9, 11, 3, 16, 5, 5, 1, 1, 1, 1, 2, 2, 2, 2},
    {2, 30, 33, 16, 33, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1},
    {1, 40, 36, 7, 3, 5, 5, 1, 1, 1, 1, 2, 2, 2, 2},
    {3, 4, 4, 20, 20, 3, 3},
    {2, 9, 7, 32, 3, 5, 5, 1, 1, 1, 1, 2, 2, 2, 2},
    {1, 8, 9, 2, 16, 4, 4, 2, 2, 1, 1, 1, 1, 1, 1},
    {1, 7, 9, 32, 6, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 2},
    {5, 2, 2, 48, 70, 1, 1},
    {1, 32, 32, 130, 65, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1},
    {2, 17, 15, 12, 24, 4, 4, 2, 2, 1, 1, 1, 1, 1, 1},
    {2, 18, 16, 16, 5, 4, 4, 2, 2, 1, 1, 1, 1, 1, 1},
    {1, 13, 14, 4, 6, 2, 3, 3, 2, 1, 1, 0, 2, 3, 1},
    {1, 13, 14, 4, 6, 3, 2, 1, 2, 3, 2, 4, 0, 1, 2},
    {1, 12, 10, 12, 18, 3, 3, 2, 1, 1, 2, 1, 1, 2, 2, 3},
    {2, 7, 5, 6, 6, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 6},
    {1, 5, 6, 3, 4, 1, 1, 3, 3},
    {1, 3, 1, 2, 2, 3, 1, 1, 1, 1, 1, 2, 2, 3, 0},
    {1, 1, 1, 300, 40, 4, 4, 2, 2, 1, 1, 2, 2, 2, 2},
};

// What minimal filtering knows: sizes that its tiles do and do not divide, maps smaller than a
// tile, padding from none to more than the filter, several blocks, phases of a stride.
const std::vector<Case> kWinogradCases = {
    {1, 9, 8, 16, 32, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1},
    {2, 13, 17, 32, 16, 3, 3},
    {1, 3, 3, 16, 16, 3, 3, 1, 1, 1, 1, 4, 1, 0, 3},
    {3, 33, 30, 16, 48, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1},
    {1, 8, 8, 400, 16, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1},
    {1, 11, 24, 16, 32, 5, 5, 1, 1, 1, 1, 2, 2, 2, 2},
    {2, 21, 18, 64, 32, 5, 5, 1, 1, 1, 1, 2, 1, 0, 2},
    {1, 7, 8, 16, 16, 2, 2, 1, 1, 1, 1, 1, 0, 1, 0},
    {2, 12, 14, 16, 32, 4, 4, 2, 2, 1, 1, 1, 1, 1, 1},
    {1, 13, 11, 32, 16, 4, 4, 2, 2, 1, 1, 1, 1, 1, 1},
    {1, 2, 2, 16, 16, 4, 4, 2, 2, 1, 1, 1, 1, 1, 1},
    {1, 23, 20, 16, 16, 6, 6, 2, 2, 1, 1, 2, 2, 2, 2},
};

Tensor random(const Shape& shape, const char* name, DType dtype = DType::float64) {
  return random_normal(shape, Random(1, name), 0, 1, dtype).to(DType::float32).to(dtype);
}

/// The inputs of the three products, exact in float, and their results.
struct Problem {
  Conv2dGeometry g;
  Tensor x, w, bias, dy;

  explicit Problem(const Conv2dGeometry& geometry)
      : g(geometry),
        x(random({g.batch, g.in_height, g.in_width, g.in_channels}, "x")),
        w(random({g.out_channels, g.kernel_height, g.kernel_width, g.group_in()}, "w")),
        bias(random({std::max(g.out_channels, g.in_channels)}, "bias")),
        dy(random({g.batch, g.out_height, g.out_width, g.out_channels}, "dy")) {}
};

/// What follows the sums and the bias: dy is added to y and x to dx, or nothing.
struct Ending {
  bool adds = false;
  double slope = 1;
};

const Ending kEndings[] = {{}, {true}, {false, 0.2}, {true, 0}};

template <class T, class Forward, class Input, class Weight>
std::array<Tensor, 3> results(const Problem& p, const Ending& ending, Forward forward, Input input,
                              Weight weight) {
  const auto type = dtype_of<T>;
  const Tensor x = p.x.to(type), w = p.w.to(type), bias = p.bias.to(type), dy = p.dy.to(type);
  Tensor y(dy.shape(), type), dx(x.shape(), type), dw(w.shape(), type);
  const auto& context = cpu::context();
  const auto epilogue = [&](const Tensor& addend) {
    return Conv2dEpilogue<T>{bias.data<T>(), ending.adds ? addend.data<T>() : nullptr,
                             static_cast<T>(ending.slope)};
  };
  forward(context, p.g, x.data<T>(), w.data<T>(), epilogue(dy), y.mutable_data<T>());
  input(context, p.g, dy.data<T>(), w.data<T>(), epilogue(x), dx.mutable_data<T>());
  weight(context, p.g, x.data<T>(), dy.data<T>(), dw.mutable_data<T>());
  return {y, dx, dw};
}

template <class T>
std::array<Tensor, 3> direct(const Problem& p, const Ending& ending = {}) {
  return results<T>(p, ending, cpu::direct::conv2d<T>, cpu::direct::conv2d_input_gradient<T>,
                    cpu::direct::conv2d_weight_gradient<T>);
}

std::array<Tensor, 3> tiled(const Problem& p, const Ending& ending = {}) {
  return results<float>(p, ending, cpu::tiled::conv2d, cpu::tiled::conv2d_input_gradient,
                        cpu::tiled::conv2d_weight_gradient);
}

std::array<Tensor, 3> winograd(const Problem& p, const Ending& ending = {}) {
  return results<float>(p, ending, cpu::winograd::conv2d, cpu::winograd::conv2d_input_gradient,
                        cpu::winograd::conv2d_weight_gradient);
}

using Algorithm = std::array<Tensor, 3> (*)(const Problem&, const Ending&);

void check_same_bits(const std::array<Tensor, 3>& a, const std::array<Tensor, 3>& b) {
  for (int k = 0; k < 3; ++k) {
    BOOST_TEST(std::equal(a[k].raw(), a[k].raw() + a[k].bytes(), b[k].raw()));
  }
}

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

/// Images cut into maps with some of the channels each.
struct CutImages {
  std::vector<Tensor> tensors;
  std::vector<cpu::JoinedMaps::Map> maps;

  CutImages(const Tensor& x, const std::vector<Index>& widths) {
    const Index channels = x.dim(3), pixels = x.numel() / channels;
    Index first = 0;
    for (const Index width : widths) {
      Tensor map({x.dim(0), x.dim(1), x.dim(2), width});
      for (Index i = 0; i < pixels * width; ++i) {
        const Index from = i / width * channels + first + i % width;
        map.mutable_data<float>()[i] = x.data<float>()[from];
      }
      tensors.push_back(map);
      maps.push_back({map.data<float>(), width});
      first += width;
    }
  }
};

// Expects that several maps give the bits of one, forward and as a weight's gradient, with 1 to 3
// threads.
template <class Forward, class Weight>
void check_maps(const Problem& p, const std::vector<Index>& widths, Forward forward,
                Weight weight) {
  const Tensor x = p.x.to(DType::float32), w = p.w.to(DType::float32),
               bias = p.bias.to(DType::float32), dy = p.dy.to(DType::float32);
  const CutImages cut(x, widths);
  const auto found = [&](const cpu::JoinedMaps& source) {
    std::array<Tensor, 2> all{Tensor(dy.shape()), Tensor(w.shape())};
    forward(cpu::context(), p.g, source, w.data<float>(),
            Conv2dEpilogue<float>{bias.data<float>(), dy.data<float>(), 0.2f},
            all[0].mutable_data<float>());
    weight(cpu::context(), p.g, source, dy.data<float>(), all[1].mutable_data<float>());
    return all;
  };
  const int threads = cpu::context().threads;
  const auto whole = found(x.data<float>());
  for (int n : {1, 2, 3}) {
    cpu::set_threads(n);
    const auto joined = found(cut.maps);
    for (int k = 0; k < 2; ++k) {
      BOOST_TEST(std::equal(whole[k].raw(), whole[k].raw() + whole[k].bytes(), joined[k].raw()),
                 (k == 0 ? "y" : "dw") << " of " << text_of(p.g, Conv2dPass::forward) << " in "
                                       << widths.size() << " maps, " << n << " threads");
    }
  }
  cpu::set_threads(threads);
}

// Largest difference, as a share of the root mean square of the exact values.
double error(const Tensor& approximate, const Tensor& exact) {
  const Tensor a = approximate.to(DType::float64);
  double largest = 0, squares = 0;
  for (Index i = 0; i < exact.numel(); ++i) {
    largest = std::max(largest, std::abs(a.data<double>()[i] - exact.data<double>()[i]));
    squares += exact.data<double>()[i] * exact.data<double>()[i];
  }
  return largest / std::sqrt(squares / static_cast<double>(exact.numel()));
}

// Expects that an input gradient in several maps is, within a share of its size, that in one, and
// has the same bits with 1 to 3 threads.
template <class Input>
void check_split(const Problem& p, const std::vector<Index>& widths, Input input,
                 double tolerance) {
  const Tensor w = p.w.to(DType::float32), bias = p.bias.to(DType::float32),
               dy = p.dy.to(DType::float32);
  Tensor whole(p.x.shape());
  const Conv2dEpilogue<float> epilogue{bias.data<float>(), nullptr, 0.2f};
  input(cpu::context(), p.g, dy.data<float>(), w.data<float>(), epilogue,
        whole.mutable_data<float>());
  const CutImages expected(whole, widths);
  const int threads = cpu::context().threads;
  std::vector<Tensor> first;
  for (int n : {1, 2, 3}) {
    cpu::set_threads(n);
    std::vector<Tensor> found;
    std::vector<cpu::SplitMaps::Map> maps;
    for (const Tensor& map : expected.tensors) {
      found.emplace_back(map.shape());
      maps.push_back({found.back().mutable_data<float>(), map.dim(3)});
    }
    input(cpu::context(), p.g, dy.data<float>(), w.data<float>(), epilogue, maps);
    if (n == 1) first = found;
    for (std::size_t k = 0; k < found.size(); ++k) {
      BOOST_TEST(std::equal(found[k].raw(), found[k].raw() + found[k].bytes(), first[k].raw()));
      BOOST_TEST(error(found[k], expected.tensors[k].to(DType::float64)) <= tolerance,
                 "map " << k << " of " << text_of(p.g, Conv2dPass::input_gradient));
    }
  }
  cpu::set_threads(threads);
}

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
        BOOST_TEST(tiled_error < 5e-6, "case " << i << ", tiled " << kNames[k]);
        BOOST_TEST(direct_error < 2e-5, "case " << i << ", direct " << kNames[k]);
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
        BOOST_TEST(difference < bound, "case " << i << ", winograd " << kNames[k]);
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

BOOST_AUTO_TEST_CASE(an_addend_and_a_rectifier_act_as_passes_of_their_own) {
  check_bits_of_endings(kCases, tiled);
  check_bits_of_endings(kWinogradCases, tiled);
  check_bits_of_endings(kWinogradCases, winograd);
}

BOOST_AUTO_TEST_CASE(tiled_reads_several_maps_as_one) {
  for (const Case& c : kCases) {
    const Problem problem(c.geometry());
    const Index third = (c.in + 2) / 3;
    for (const auto& widths : {std::vector{c.in}, {1, c.in - 1}, {third, 1, c.in - third - 1}}) {
      if (widths.back() <= 0) continue;
      check_maps(problem, widths, cpu::tiled::conv2d, cpu::tiled::conv2d_weight_gradient);
      if (c.groups == 1) check_split(problem, widths, cpu::tiled::conv2d_input_gradient, 5e-6);
    }
  }
}

BOOST_AUTO_TEST_CASE(winograd_reads_several_maps_as_one) {
  for (const Case& c : kWinogradCases) {
    const Problem problem(c.geometry());
    for (const auto& widths : {std::vector{c.in}, {16, c.in - 16}, {16, 16, c.in - 32}}) {
      if (widths.back() <= 0) continue;
      check_maps(problem, widths, cpu::winograd::conv2d, cpu::winograd::conv2d_weight_gradient);
      check_split(problem, widths, cpu::winograd::conv2d_input_gradient, 0);
    }
  }
}

BOOST_AUTO_TEST_CASE(maps_that_end_within_a_vector_are_tiled) {
  const Conv2dGeometry g = Case{8, 64, 64, 64, 64, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1}.geometry();
  cpu::Context context = cpu::context();
  context.exact = false;
  using Maps = std::vector<cpu::JoinedMaps::Map>;
  const Maps whole{{nullptr, 16}, {nullptr, 48}}, broken{{nullptr, 3}, {nullptr, 61}};
  for (const auto pass : {Conv2dPass::forward, Conv2dPass::weight_gradient}) {
    BOOST_CHECK(cpu::conv2d_algorithm(context, g, pass, whole) == cpu::Conv2dAlgorithm::winograd);
    BOOST_CHECK(cpu::conv2d_algorithm(context, g, pass, broken) == cpu::Conv2dAlgorithm::tiled);
  }
  BOOST_TEST(explain_conv2d(context, g, Conv2dPass::forward, broken) ==
             "conv2d 8x64x64x64 to 64, 3x3 stride 1, forward, channels in maps of 3 + 61: tiled, "
             "minimal filtering reads whole vectors of maps");
  BOOST_TEST(explain_conv2d(context, g, Conv2dPass::forward, whole)
                 .starts_with("conv2d 8x64x64x64 to 64, 3x3 stride 1, forward, channels in maps of "
                              "16 + 48: winograd, "));
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

BOOST_AUTO_TEST_SUITE_END()
