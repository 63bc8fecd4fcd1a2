#include "autograd/ops/arithmetic.h"
#include "autograd/ops/cast.h"
#include "autograd/ops/compare.h"
#include "autograd/ops/concat_relu.h"
#include "autograd/ops/conv2d.h"
#include "autograd/ops/cross_entropy.h"
#include "autograd/ops/elementary.h"
#include "autograd/ops/extremes.h"
#include "autograd/ops/leaky_relu.h"
#include "autograd/ops/matmul.h"
#include "autograd/ops/max.h"
#include "autograd/ops/pad.h"
#include "autograd/ops/permute.h"
#include "autograd/ops/prelu.h"
#include "autograd/ops/relu.h"
#include "autograd/ops/reshape.h"
#include "autograd/ops/sigmoid.h"
#include "autograd/ops/slice.h"
#include "autograd/ops/softmax.h"
#include "autograd/ops/sum.h"
#include "autograd/ops/upsample_conv2d.h"
#include "autograd/ops/where.h"
#include "tests/autograd/op_fixtures.h"

using namespace mien;

// Results and gradients must be PyTorch's: see make_op_fixtures.py.
namespace {

using In = OpFixture::Variables;

OpFixture::Op unary(Variable (*op)(const Variable&)) {
  return [=](const In& in) { return op(in[0]); };
}

OpFixture::Op binary(Variable (*op)(const Variable&, const Variable&)) {
  return [=](const In& in) { return op(in[0], in[1]); };
}

OpFixture::Op convolution(const Conv2dOptions& o = {}) {
  return [=](const In& in) { return conv2d(in[0], in[1], in[2], o); };
}

OpFixture::Op transposed(const ConvTranspose2dOptions& o = {}) {
  return [=](const In& in) { return conv_transpose2d(in[0], in[1], in[2], o); };
}

OpFixture::Op enlarged(Index factor, const Padding& padding) {
  return
      [=](const In& in) { return upsample_conv2d(in[0], in[1], {.bias = in[2]}, factor, padding); };
}

Variable compared(const Variable& x, const Variable& y) {
  return x * (greater(x, y) + 2 * greater_equal(x, y) + 4 * less(x, y) + 8 * less_equal(x, y) +
              16 * equal(x, y) + 32 * not_equal(x, y)) +
         y;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(op_fixtures)

BOOST_AUTO_TEST_CASE(elementwise) {
  OpFixture::Table table = {
      {"divide", binary(divide)},
      {"divide_both", binary(divide)},
      {"negate", unary(negate)},
      {"abs", unary(abs)},
      {"square", unary(square)},
      {"exp", unary(exp)},
      {"log", unary(log)},
      {"sqrt", unary(sqrt)},
      {"pow_cube", [](const In& in) { return pow(in[0], 3); }},
      {"pow_root", [](const In& in) { return pow(in[0], -0.5); }},
      {"pow_tensor", [](const In& in) { return pow(in[0], in[1]); }},
      {"clamp", [](const In& in) { return clamp(in[0], -0.5, 0.75); }},
      {"where", [](const In& in) { return where(greater(in[0], in[1]), in[0], 2 * in[1]); }},
      {"cast", [](const In& in) { return cast(cast(in[0], DType::bfloat16), in[0].dtype()); }},
      {"comparisons", binary(compared)},
  };
  const std::pair<std::string, Variable (*)(const Variable&, const Variable&)> ops[] = {
      {"add", add},
      {"subtract", subtract},
      {"multiply", multiply},
      {"minimum", minimum},
      {"maximum", maximum}};
  for (const auto& [name, op] : ops) {
    for (const char* shapes : {"", "_channel", "_both"}) {
      table.emplace_back(name + shapes, binary(op));
    }
  }
  OpFixture("ops/elementwise.safetensors").compare(table);
}

BOOST_AUTO_TEST_CASE(activation) {
  const Tensor labels = tensor({9}, {0, 1, 2, 3, 4, 5, 0, 1, 2}, DType::int64);
  OpFixture("ops/activation.safetensors")
      .compare({
          {"relu", [](const In& in) { return relu(in[0]); }},
          {"leaky_relu", [](const In& in) { return leaky_relu(in[0], 0.2); }},
          {"prelu", binary(prelu)},
          {"sigmoid", unary(sigmoid)},
          {"tanh", unary(tanh)},
          {"softplus", unary(softplus)},
          {"softmax", unary(softmax)},
          {"log_softmax", unary(log_softmax)},
          {"cross_entropy", [&](const In& in) { return cross_entropy(in[0], labels); }},
          {"binary_cross_entropy_with_logits", binary(binary_cross_entropy_with_logits)},
      });
}

BOOST_AUTO_TEST_CASE(reduction) {
  OpFixture::Table table = {
      {"sum_to",
       [](const In& in) {
         return sum_to(in[0], {4, 1, 2});
       }},
      {"broadcast_to",
       [](const In& in) {
         return broadcast_to(in[0], {3, 4, 5, 2});
       }},
      {"matmul", [](const In& in) { return matmul(in[0], in[1]); }},
      {"matmul_transposed",
       [](const In& in) {
         return matmul(in[0], in[1], {.transpose_a = true, .transpose_b = true});
       }},
  };
  const std::pair<std::string, std::vector<int>> reductions[] = {
      {"", {}}, {"_first", {0}}, {"_last", {-1}}, {"_image", {1, 2}}, {"_apart", {0, 2}}};
  for (const auto& [name, axes] : reductions) {
    table.emplace_back("sum" + name, [=, axes = axes](const In& in) { return sum(in[0], axes); });
    table.emplace_back("mean" + name, [=, axes = axes](const In& in) { return mean(in[0], axes); });
    table.emplace_back("max" + name, [=, axes = axes](const In& in) { return max(in[0], axes); });
  }
  OpFixture("ops/reduction.safetensors").compare(table);
}

BOOST_AUTO_TEST_CASE(shape) {
  OpFixture::Table table = {
      {"reshape",
       [](const In& in) {
         return reshape(in[0], {4, 30});
       }},
      {"flatten", unary(flatten)},
      {"permute",
       [](const In& in) {
         return permute(in[0], {0, 3, 1, 2});
       }},
      {"permute_reversed",
       [](const In& in) {
         return permute(in[0], {3, 2, 1, 0});
       }},
      {"flip", [](const In& in) { return flip(in[0], 2); }},
      {"slice_rows", [](const In& in) { return slice(in[0], 1, 1, 4); }},
      {"slice_channels", [](const In& in) { return slice(in[0], 3, 1, 3); }},
      {"concat_relu",
       [](const In& in) {
         return concat_relu({in[0], in[1], in[0]});
       }},
      {"concat",
       [](const In& in) {
         return concat({in[0], in[1], in[0]}, 3);
       }},
  };
  const std::pair<std::string, PadMode> modes[] = {{"pad_zero", PadMode::zero},
                                                   {"pad_reflect", PadMode::reflect},
                                                   {"pad_replicate", PadMode::replicate}};
  for (const auto& [name, mode] : modes) {
    table.emplace_back(name, [mode = mode](const In& in) {
      return pad(in[0], {.top = 3, .bottom = 0, .left = 2, .right = 1}, mode);
    });
  }
  OpFixture("ops/shape.safetensors").compare(table);
}

BOOST_AUTO_TEST_CASE(convolutions) {
  const std::array<Index, 2> two{2, 2};
  const Padding one = Padding::all(1);
  OpFixture("ops/convolution.safetensors")
      .compare({
          {"conv2d_plain", convolution()},
          {"conv2d_wide", convolution({.padding = Padding::all(2)})},
          {"conv2d_strided", convolution({.stride = two, .padding = one})},
          {"conv2d_four_sides", convolution({.stride = {2, 1}, .padding = {1, 2, 0, 3}})},
          {"conv2d_dilated", convolution({.dilation = {2, 3}, .padding = {2, 0, 1, 1}})},
          {"conv2d_grouped", convolution({.padding = one, .groups = 3})},
          {"conv2d_depthwise", convolution({.padding = one, .groups = 4})},
          {"conv2d_pointwise", convolution()},
          {"upsample_conv2d_twice", enlarged(2, Padding::all(2))},
          {"upsample_conv2d_thrice", enlarged(3, {1, 1, 3, 0})},
          {"conv_transpose2d_plain", transposed()},
          {"conv_transpose2d_doubling", transposed({.stride = two, .padding = one})},
          {"conv_transpose2d_output_padding",
           transposed({.stride = {2, 3}, .output_padding = {1, 2}})},
          {"conv_transpose2d_dilated", transposed({.dilation = {2, 3}, .padding = {2, 2, 1, 1}})},
          {"conv_transpose2d_grouped", transposed({.stride = two, .padding = one, .groups = 2})},
      });
}

BOOST_AUTO_TEST_SUITE_END()
