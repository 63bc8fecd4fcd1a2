#include "autograd/ops/conv2d.h"
#include "tests/autograd/op_fixture.h"

using namespace mien;

// Results and gradients must be PyTorch's: see make_conv2d_fixtures.py. In float, sums of up to 425
// products of about 20 in all leave 1.2e-5 by rounding alone.
namespace {

const OpFixture& fixture() {
  static const OpFixture fixture("conv2d.safetensors", 3e-5);
  return fixture;
}

void compare(const std::string& name, const Conv2dOptions& options = {}) {
  fixture().compare("conv2d_" + name, [&](const OpFixture::Variables& in) {
    return conv2d(in[0], in[1], in[2], options);
  });
}

void compare_transposed(const std::string& name, const ConvTranspose2dOptions& options = {}) {
  fixture().compare("conv_transpose2d_" + name, [&](const OpFixture::Variables& in) {
    return conv_transpose2d(in[0], in[1], in[2], options);
  });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(conv2d_fixtures)

BOOST_AUTO_TEST_CASE(convolutions) {
  compare("plain");
  compare("wide", {.padding = Padding::all(2)});
  compare("strided", {.stride = {2, 2}, .padding = Padding::all(1)});
  compare("four_sides", {.stride = {2, 1}, .padding = {1, 2, 0, 3}});
  compare("dilated", {.dilation = {2, 3}, .padding = {2, 0, 1, 1}});
  compare("grouped", {.padding = Padding::all(1), .groups = 3});
  compare("depthwise", {.padding = Padding::all(1), .groups = 4});
  compare("pointwise");
}

BOOST_AUTO_TEST_CASE(transposed_convolutions) {
  compare_transposed("plain");
  compare_transposed("doubling", {.stride = {2, 2}, .padding = Padding::all(1)});
  compare_transposed("output_padding", {.stride = {2, 3}, .output_padding = {1, 2}});
  compare_transposed("dilated", {.dilation = {2, 3}, .padding = {2, 2, 1, 1}});
  compare_transposed("grouped", {.stride = {2, 2}, .padding = Padding::all(1), .groups = 2});
}

BOOST_AUTO_TEST_SUITE_END()
