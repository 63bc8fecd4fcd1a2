#include "tests/cpu/conv2d_problems.h"

using namespace mien;
using namespace mien::testing;

namespace {

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

}  // namespace

BOOST_AUTO_TEST_SUITE(conv2d_maps)

BOOST_AUTO_TEST_CASE(tiled_reads_several_maps_as_one) {
  for (const Case& c : kCases) {
    const Problem problem(c.geometry());
    const Index third = (c.in + 2) / 3;
    for (const auto& widths : {std::vector{c.in}, {1, c.in - 1}, {third, 1, c.in - third - 1}}) {
      if (widths.back() <= 0) continue;
      check_maps(problem, widths, cpu::tiled::conv2d, cpu::tiled::conv2d_weight_gradient);
      if (c.groups == 1) check_split(problem, widths, cpu::tiled::conv2d_input_gradient, 1e-5);
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

BOOST_AUTO_TEST_CASE(several_maps_with_a_filter_for_each_channel_are_tiled) {
  const Case c{2, 9, 8, 24, 24, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1, 24};
  const std::vector<cpu::JoinedMaps::Map> maps{{nullptr, 8}, {nullptr, 16}};
  for (const auto pass : {Conv2dPass::forward, Conv2dPass::weight_gradient}) {
    BOOST_CHECK(cpu::conv2d_algorithm(cpu::context(), c.geometry(), pass, maps) ==
                cpu::Conv2dAlgorithm::tiled);
  }
}

// One channel alone, to one, is depthwise, which no product for several maps is.
BOOST_AUTO_TEST_CASE(gradients_of_maps_of_one_channel_are_found_one_by_one) {
  const Problem problem(Case{1, 9, 8, 2, 1, 3, 3, 1, 1, 1, 1, 1, 1, 1, 1}.geometry());
  const Tensor w = problem.w.to(DType::float32), dy = problem.dy.to(DType::float32);
  Tensor first({1, 9, 8, 1}), second({1, 9, 8, 1});
  const std::vector<cpu::SplitMaps::Map> maps{{first.mutable_data<float>(), 1},
                                              {second.mutable_data<float>(), 1}};
  BOOST_TEST(!cpu::conv2d_split_input_gradient(cpu::context(), problem.g, dy.data<float>(),
                                               w.data<float>(), maps));
}

BOOST_AUTO_TEST_SUITE_END()
