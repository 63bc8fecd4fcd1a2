#include <cmath>
#include <numeric>

#include "autograd/ops/conv2d.h"
#include "autograd/ops/slice.h"
#include "tensor/allocator.h"
#include "tests/autograd/image_ops.h"
#include "tests/autograd/values.h"

using namespace mien;
using mien::testing::expect_same_bits;

namespace {

struct Case {
  Index batch, height, width;
  std::vector<Index> channels;  // of the parts
  Index out, kernel;
  Conv2dOptions options = {};
};

// Shapes for tiles and for minimal filtering, odd sizes, strides, channels that are not whole
// vectors, one to three parts.
const std::vector<Case> kCases = {
    {1, 7, 5, {3}, 4, 3},
    {2, 9, 7, {5, 12}, 6, 3, {.padding = Padding::all(1)}},
    {1, 6, 8, {1, 30, 2}, 3, 5, {.padding = Padding::all(2)}},
    {3, 5, 4, {16, 16}, 33, 1},
    {1, 9, 11, {8, 3}, 7, 4, {.stride = {2, 2}, .padding = Padding::all(1)}},
    {2, 8, 7, {2, 3}, 5, 3, {.stride = {2, 1}, .dilation = {1, 2}, .padding = {.left = 3}}},
    {1, 33, 35, {16, 32}, 32, 3, {.padding = Padding::all(1)}},
    {2, 32, 30, {32, 16, 16}, 16, 5, {.padding = Padding::all(2)}},
    {2, 35, 33, {32, 32}, 64, 4, {.stride = {2, 2}, .padding = Padding::all(1)}},
    {1, 33, 32, {24, 8}, 16, 3, {.padding = Padding::all(1)}},
};

Variable normal(const Shape& shape, int stream, DType dtype = DType::float32) {
  return parameter(random_normal(shape, Random(1, "parts").at(stream), 0, 1, dtype));
}

struct Problem {
  Case c;
  std::vector<Variable> parts;
  Variable weight, bias;

  explicit Problem(const Case& c, DType dtype = DType::float32)
      : c(c),
        weight(normal({c.out, c.kernel, c.kernel,
                       std::accumulate(c.channels.begin(), c.channels.end(), Index{0})},
                      10, dtype)),
        bias(normal({c.out}, 11, dtype)) {
    for (const Index channels : c.channels) {
      const int stream = static_cast<int>(parts.size());
      parts.push_back(normal({c.batch, c.height, c.width, channels}, stream, dtype));
    }
  }

  Variable fast(const Variable& b) const { return conv2d(parts, weight, {.bias = b}, c.options); }
  Variable plain(const Variable& b) const {
    return conv2d(concat(parts, -1), weight, b, c.options);
  }
  std::vector<Variable> leaves() const {
    std::vector<Variable> all = parts;
    all.push_back(weight);
    return all;
  }
};

// The first order with respect to parts and weight, recorded and not, and the second of a sum of
// it, which takes the gradients of all three products.
std::vector<Variable> two_orders(const Problem& p, const std::function<Variable()>& op) {
  const Variable y = op(), dy = normal(y.shape(), 20);
  const std::vector<Variable> once = gradients({y}, p.leaves(), {dy}, {.retain_graph = true});
  const std::vector<Variable> first = gradients({y}, p.leaves(), {dy}, {.create_graph = true});
  std::vector<Variable> upstream, inputs = p.leaves();
  for (const Variable& slope : first) {
    upstream.push_back(normal(slope.shape(), 30 + static_cast<int>(upstream.size())));
  }
  inputs.push_back(dy);
  std::vector<Variable> all = gradients(first, inputs, upstream);
  all.insert(all.end(), first.begin(), first.end());
  all.insert(all.end(), once.begin(), once.end());
  all.push_back(y);
  return all;
}

// The largest difference, as a share of the root mean square.
double apart(const Variable& a, const Variable& b) {
  const std::vector<double> x = values_of(a), y = values_of(b);
  double largest = 0, squares = 0;
  for (std::size_t i = 0; i < x.size(); ++i) {
    largest = std::max(largest, std::abs(x[i] - y[i]));
    squares += y[i] * y[i];
  }
  return largest / std::sqrt(squares / static_cast<double>(x.size()));
}

// Bytes that f takes at its worst moment beyond what lives before.
Index peak_of(const std::function<void()>& f) {
  CachingAllocator::cpu().reset_peak();
  const Index before = CachingAllocator::cpu().stats().live;
  f();
  return CachingAllocator::cpu().stats().peak - before;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(conv2d_parts)

// The first part has one channel, the second two: 1x1 filters (1 10 100) and (0 0 -1).
BOOST_AUTO_TEST_CASE(worked_example) {
  for (const DType dtype : {DType::float32, DType::float64}) {
    const Variable a = parameter(tensor({1, 1, 2, 1}, {1, 2}, dtype));
    const Variable b = parameter(tensor({1, 1, 2, 2}, {3, 4, 5, 6}, dtype));
    const Variable w = parameter(tensor({2, 1, 1, 3}, {1, 10, 100, 0, 0, -1}, dtype));
    const Variable bias = parameter(tensor({2}, {0, 7}, dtype));
    const auto y = [&] { return conv2d({a, b}, w, {.bias = bias}); };
    expect_values(y(), {431, 3, 652, 1});
    expect_values(slope_of(y(), a), {1, 1});
    expect_values(slope_of(y(), b), {10, 99, 10, 99});
    expect_values(slope_of(y(), w), {3, 8, 10, 3, 8, 10});
    expect_values(slope_of(y(), bias), {2, 2});
    const Variable dy(full({1, 1, 2, 2}, 1, dtype));
    expect_values(conv2d_weight_gradient({a, b}, dy, w.shape()), {3, 8, 10, 3, 8, 10});
  }
}

// Sums run in another order where another algorithm is chosen.
BOOST_AUTO_TEST_CASE(are_read_as_if_joined) {
  for (std::size_t i = 0; i < kCases.size(); ++i) {
    const Problem p(kCases[i]);
    const auto fast = two_orders(p, [&] { return p.fast({}); });
    const auto plain = two_orders(p, [&] { return p.plain({}); });
    for (std::size_t k = 0; k < fast.size(); ++k) {
      BOOST_TEST(fast[k].shape() == plain[k].shape());
      BOOST_TEST(apart(fast[k], plain[k]) < 1e-4, "case " << i << ", result " << k);
    }
    BOOST_TEST(apart(p.fast(p.bias), p.plain(p.bias)) < 1e-4, "case " << i << " with bias");
  }
}

BOOST_AUTO_TEST_CASE(have_the_same_bits_for_any_number_of_threads) {
  for (const Case& c : kCases) {
    const Problem p(c);
    auto leaves = p.leaves();
    leaves.push_back(p.bias);
    expect_same_bits(leaves, [&] { return p.fast(p.bias); });
  }
}

BOOST_AUTO_TEST_CASE(are_joined_where_kernels_read_one_map) {
  const Problem p(kCases[1], DType::float64);
  BOOST_TEST(values_of(p.fast(p.bias)) == values_of(p.plain(p.bias)));
}

BOOST_AUTO_TEST_CASE(one_part_is_the_plain_convolution) {
  const Variable x = normal({1, 5, 4, 4}, 0), weight = normal({6, 3, 3, 2}, 1);
  const Conv2dOptions halves{.groups = 2};
  BOOST_TEST(values_of(conv2d(std::vector{x}, weight, {}, halves)) ==
             values_of(conv2d(x, weight, halves)));
}

// The joined image would take 8 MiB; the result takes 4, the gradients of the parts about 4 each.
BOOST_AUTO_TEST_CASE(are_not_joined_in_memory) {
  const int threads = cpu::context().threads;
  cpu::set_threads(1);
  for (const Index size : {16, 15}) {
    const Variable a = normal({1, 256, 256, size}, 0);
    const Variable b = normal({1, 256, 256, 32 - size}, 1);
    const Variable weight = normal({16, 3, 3, 32}, 2);
    const Conv2dOptions same{.padding = Padding::all(1)};
    const Index joined = 256 * 256 * 32 * Index{sizeof(float)};
    Variable y;
    BOOST_TEST(peak_of([&] { y = conv2d({a, b}, weight, {}, same); }) < joined);
    BOOST_TEST(peak_of([&] { conv2d(concat({a, b}, -1), weight, Variable(), same); }) > joined);
    const Variable dy(y.value());
    BOOST_TEST(peak_of([&] {
                 gradients({y}, {a, weight}, {dy}, {.retain_graph = true});
               }) < joined);
    BOOST_TEST(peak_of([&] { gradients({y}, {a, b, weight}, {dy}); }) < 3 * joined / 2);
  }
  cpu::set_threads(threads);
}

BOOST_AUTO_TEST_CASE(say_what_is_wrong) {
  const Variable a = normal({1, 4, 5, 2}, 0), b = normal({1, 4, 5, 3}, 1);
  const Variable weight = normal({4, 3, 3, 5}, 2);
  expect_refused([&] { conv2d(std::vector<Variable>{}, weight, {}); },
                 "conv2d: needs at least one part");
  expect_refused(
      [&] {
        conv2d({a, normal({1, 4, 4, 3}, 1)}, weight, {});
      },
      "conv2d: parts must agree but for axis 3, got [1, 4, 5, 2] float32 and [1, 4, 4, 3]");
  expect_refused(
      [&] {
        conv2d({a, normal({1, 4, 5, 3}, 1, DType::float64)}, weight, {});
      },
      "parts must agree but for axis 3");
  expect_refused(
      [&] {
        conv2d({a, normal({1, 4, 5, 0}, 1)}, weight, {});
      },
      "parts must be non-empty [N, H, W, C], got [1, 4, 5, 0]");
  expect_refused(
      [&] {
        conv2d({a, b}, normal({4, 3, 3, 4}, 2), {});
      },
      "conv2d: weight must be [out, kH, kW, 5] for input [1, 4, 5, 5]");
  expect_refused(
      [&] {
        conv2d({a, a}, normal({4, 3, 3, 2}, 2), {}, {.groups = 2});
      },
      "conv2d: several parts need one group, got 2");
  expect_refused(
      [&] {
        conv2d({a, b}, weight, {.bias = normal({5}, 3)});
      },
      "bias must be [4], got [5]");
  expect_refused(
      [&] {
        conv2d_weight_gradient({a, b}, normal({1, 4, 5, 4}, 3), weight.shape());
      },
      "conv2d_weight_gradient: dy must be [1, 2, 3, 4], got [1, 4, 5, 4]");
}

BOOST_AUTO_TEST_SUITE_END()
