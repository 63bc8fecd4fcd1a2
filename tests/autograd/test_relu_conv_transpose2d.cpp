#include "autograd/ops/relu_conv_transpose2d.h"

#include "autograd/grad_mode.h"
#include "autograd/nonfinite.h"
#include "autograd/ops/relu.h"
#include "autograd/ops/slice.h"
#include "cpu/context.h"
#include "tensor/allocator.h"
#include "tensor/random.h"
#include "tests/autograd/values.h"

using namespace mien;

namespace {

const ConvTranspose2dOptions kDoubling{.stride = {2, 2}, .padding = Padding::all(1)};

Variable normal(const Shape& shape, int stream) {
  return Variable(random_normal(shape, Random(1, "relu").at(stream)));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(relu_conv_transpose2d_op)

// The filter writes a channel's value twice, side by side: 2 and 5 are left of (-1 2) and (3 -4)
// beside 5, times 1, 10 and 100.
BOOST_AUTO_TEST_CASE(worked_example) {
  const std::vector<Variable> parts = {leaf({1, 1, 2, 2}, {-1, 2, 3, -4}),
                                       leaf({1, 1, 2, 1}, {5, -6})};
  const Variable weight = leaf({3, 1, 2, 1}, {1, 1, 10, 10, 100, 100});
  const ConvTranspose2dOptions options{.stride = {1, 2}};
  const auto y = [&] { return relu_conv_transpose2d(parts, weight, {}, options); };
  expect_values(y(), {520, 520, 3, 3});
  expect_values(slope_of(y(), parts[0]), {0, 20, 2, 0});
  expect_values(slope_of(y(), parts[1]), {200, 0});
  expect_values(slope_of(y(), weight), {3, 3, 2, 2, 5, 5});
  const NoGrad guard;
  expect_values(y(), {520, 520, 3, 3});
  expect_values(parts[1], {5, -6});
}

// Maps for tiles and for minimal filtering, read apart while nothing is recorded.
BOOST_AUTO_TEST_CASE(is_what_its_definition_says) {
  for (const std::vector<Index>& widths : {std::vector<Index>{5, 3}, {32, 16}, {64, 64}, {4}}) {
    std::vector<Variable> parts;
    Index channels = 0;
    for (const Index width : widths) {
      parts.push_back(normal({2, 16, 15, width}, static_cast<int>(parts.size())));
      channels += width;
    }
    const Variable weight = normal({channels, 4, 4, 16}, 10), bias = normal({16}, 11);
    const Variable expected =
        conv_transpose2d(relu(concat(parts, -1)), weight, Epilogue{.bias = bias}, kDoubling);
    const NoGrad guard;
    ChannelMoments moments;
    const Variable y =
        relu_conv_transpose2d(parts, weight, {.bias = bias, .moments = &moments}, kDoubling);
    const std::vector<double> a = values_of(y), b = values_of(expected);
    for (std::size_t i = 0; i < a.size(); ++i) BOOST_REQUIRE(std::abs(a[i] - b[i]) < 1e-3);
    BOOST_TEST(moments.mean.defined());
    const int threads = cpu::context().threads;
    for (const int n : {1, 2, 3}) {
      cpu::set_threads(n);
      const auto again = relu_conv_transpose2d(parts, weight, {.bias = bias}, kDoubling);
      BOOST_TEST(values_of(again) == a);
    }
    cpu::set_threads(threads);
  }
}

BOOST_AUTO_TEST_CASE(nothing_is_joined_while_nothing_is_recorded) {
  const Variable weight = normal({64, 4, 4, 2}, 2);
  const NoGrad guard;
  std::vector<Variable> parts = {normal({1, 64, 64, 32}, 0), normal({1, 64, 64, 32}, 1)};
  const Index joined = Index{64} * 64 * 64 * 4;
  CachingAllocator& allocator = CachingAllocator::cpu();
  allocator.reset_peak();
  const Index before = allocator.stats().live;
  relu_conv_transpose2d(std::move(parts), weight, {}, kDoubling);
  BOOST_TEST(allocator.stats().peak - before < joined);
}

BOOST_AUTO_TEST_CASE(what_is_not_finite_is_found_while_nothing_is_recorded) {
  const Variable weight(full({3, 4, 4, 2}, INFINITY));
  const NoGrad nothing;
  const NonFiniteGuard guard;
  BOOST_CHECK_EXCEPTION(relu_conv_transpose2d({normal({1, 2, 2, 3}, 0)}, weight, {}, kDoubling),
                        NonFiniteError, [](const auto& e) {
                          return std::string(e.what()).find("relu_conv_transpose2d: output") == 0;
                        });
}

BOOST_AUTO_TEST_CASE(bad_input_is_explained) {
  const Variable x(zeros({1, 2, 2, 3})), weight(zeros({5, 4, 4, 1}));
  const NoGrad guard;
  expect_refused([&] { relu_conv_transpose2d({}, weight); }, "there are no parts");
  expect_refused([&] { relu_conv_transpose2d({x}, weight); },
                 "weight must be a non-empty [3, kH, kW, out / groups]");
  expect_refused(
      [&] {
        relu_conv_transpose2d({x, x}, weight, {}, {.groups = 2});
      },
      "there must be one group, got 2");
}

BOOST_AUTO_TEST_SUITE_END()
