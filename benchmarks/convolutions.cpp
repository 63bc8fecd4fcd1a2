#include <algorithm>
#include <string_view>

#include "autograd/engine.h"
#include "autograd/ops/conv2d.h"
#include "benchmarks/row.h"
#include "tensor/random.h"

namespace mien {
namespace {

/// A square convolution layer with bias; `transposed` doubles the size, others halve it or keep it.
struct Layer {
  const char* name;
  Index size, in, out, kernel, stride, padding;
  bool transposed = false;
  Index groups = 1;
};

// The distinct shapes: encoder and decoder of SRN-C, deconvolutions of SRN-P, the discriminator DN,
// VGG-19 up to relu3_2, localisation nets of the spatial transformers, U-Net-128, and some of
// MobileFaceNet whose channels have a filter each.
constexpr Layer kLayers[] = {
    {"srn_c.e1", 128, 3, 16, 5, 1, 2},
    {"srn_c.e2", 64, 16, 32, 5, 1, 2},
    {"srn_c.e3", 32, 32, 64, 3, 1, 1},
    {"srn_c.e4", 16, 64, 128, 3, 1, 1},
    {"srn_c.e5", 8, 128, 256, 1, 1, 0},
    {"srn_c.e6", 4, 256, 512, 1, 1, 0},
    {"srn_c.d1", 2, 512, 256, 1, 1, 0},
    {"srn_c.d2", 4, 256, 128, 3, 1, 1},
    {"srn_c.d3", 8, 128, 64, 3, 1, 1},
    {"srn_c.d4", 16, 64, 512, 3, 1, 1},
    {"srn_c.d5", 32, 512, 256, 3, 1, 1},
    {"srn_c.d6", 64, 256, 128, 5, 1, 2},
    {"srn_c.d7", 128, 128, 64, 5, 1, 2},
    {"srn_c.d8", 128, 64, 3, 5, 1, 2},
    {"srn_p.d1", 2, 512, 512, 4, 2, 1, true},
    {"srn_p.d2", 4, 512, 256, 4, 2, 1, true},
    {"srn_p.d3", 8, 256, 128, 4, 2, 1, true},
    {"srn_p.d4", 16, 128, 64, 4, 2, 1, true},
    {"srn_p.d5", 32, 64, 32, 4, 2, 1, true},
    {"srn_p.d6", 64, 32, 16, 4, 2, 1, true},
    {"srn_p.d7", 128, 16, 3, 5, 1, 2},
    {"dn.1", 128, 3, 32, 5, 1, 2},
    {"dn.2", 64, 32, 64, 5, 1, 2},
    {"dn.3", 32, 64, 128, 5, 1, 2},
    {"dn.4", 16, 128, 96, 3, 1, 1},
    {"vgg.1_1", 128, 3, 64, 3, 1, 1},
    {"vgg.1_2", 128, 64, 64, 3, 1, 1},
    {"vgg.2_1", 64, 64, 128, 3, 1, 1},
    {"vgg.2_2", 64, 128, 128, 3, 1, 1},
    {"vgg.3_1", 32, 128, 256, 3, 1, 1},
    {"vgg.3_2", 32, 256, 256, 3, 1, 1},
    {"stn1.1", 64, 32, 64, 3, 1, 1},
    {"stn1.2", 32, 64, 128, 3, 1, 1},
    {"stn1.3", 16, 128, 256, 3, 1, 1},
    {"stn1.4", 8, 256, 20, 3, 1, 1},
    {"stn1.5", 4, 20, 20, 3, 1, 0},
    {"stn4.1", 32, 64, 64, 3, 1, 1},
    {"stn4.4", 4, 256, 20, 3, 1, 0},
    {"stn3c.1", 8, 128, 20, 3, 1, 1},
    {"unet.d1", 128, 3, 64, 4, 2, 1},
    {"unet.d2", 64, 64, 128, 4, 2, 1},
    {"unet.d3", 32, 128, 256, 4, 2, 1},
    {"unet.d4", 16, 256, 512, 4, 2, 1},
    {"unet.d5", 8, 512, 512, 4, 2, 1},
    {"unet.d6", 4, 512, 512, 4, 2, 1},
    {"unet.d7", 2, 512, 512, 4, 2, 1},
    {"unet.u7", 1, 512, 512, 4, 2, 1, true},
    {"unet.u6", 2, 1024, 512, 4, 2, 1, true},
    {"unet.u5", 4, 1024, 512, 4, 2, 1, true},
    {"unet.u4", 8, 1024, 256, 4, 2, 1, true},
    {"unet.u3", 16, 512, 128, 4, 2, 1, true},
    {"unet.u2", 32, 256, 64, 4, 2, 1, true},
    {"unet.u1", 64, 128, 3, 4, 2, 1, true},
    {"mobile.dw_conv", 56, 64, 64, 3, 1, 1, false, 64},
    {"mobile.0", 56, 128, 128, 3, 2, 1, false, 128},
    {"mobile.6", 14, 256, 256, 3, 1, 1, false, 256},
    {"mobile.gdconv", 7, 512, 512, 7, 1, 0, false, 512},
};

// What whole steps on a card spend most of their time in, and the smallest maps.
constexpr const char* kOnCards[] = {"srn_c.e2", "srn_c.e3", "srn_c.d4", "srn_c.d5", "srn_c.d6",
                                    "srn_c.d7", "srn_c.d8", "srn_p.d4", "srn_p.d7", "dn.2",
                                    "vgg.1_2",  "vgg.2_2",  "vgg.3_2",  "unet.d3",  "unet.d6",
                                    "unet.u4",  "unet.u2"};

Variable apply(const Layer& l, const Variable& x, const Variable& weight, const Variable& bias) {
  if (l.transposed) {
    return conv_transpose2d(x, weight, bias,
                            {.stride = {l.stride, l.stride}, .padding = Padding::all(l.padding)});
  }
  return conv2d(
      x, weight, bias,
      {.stride = {l.stride, l.stride}, .padding = Padding::all(l.padding), .groups = l.groups});
}

std::function<void()> forward_and_backward(const Layer& l, Index batch, Device device) {
  const Random random(1, l.name);
  const Shape filter = l.transposed ? Shape{l.in, l.kernel, l.kernel, l.out}
                                    : Shape{l.out, l.kernel, l.kernel, l.in / l.groups};
  const auto normal = [&](const Shape& shape, int stream) {
    return random_normal(shape, random.at(stream)).to(device);
  };
  const Variable x = parameter(normal({batch, l.size, l.size, l.in}, 0));
  const Variable weight = parameter(normal(filter, 1));
  const Variable bias = parameter(normal({l.out}, 2));
  const Variable dy(normal(apply(l, x, weight, bias).shape(), 3));
  return [=] { gradients({apply(l, x, weight, bias)}, {x, weight, bias}, {dy}); };
}

Row row(const Layer& l, Index batch, Device device) {
  return {.group = "convolutions",
          .name = l.name,
          .batch = batch,
          .peer = text("convolution ", batch, ' ', l.size, ' ', l.in, ' ', l.out, ' ', l.kernel,
                       ' ', l.stride, ' ', l.padding, ' ', l.transposed ? 1 : 0, ' ', l.groups),
          .prepare = [=] { return forward_and_backward(l, batch, device); }};
}

}  // namespace

std::vector<Row> convolution_rows(Device device) {
  const bool all = device.type == DeviceType::cpu;
  const auto is_chosen = [all](const Layer& l) {
    return all || std::ranges::find(kOnCards, std::string_view(l.name)) != std::end(kOnCards);
  };
  std::vector<Row> rows;
  for (const Index batch : all ? std::vector<Index>{1, 8, 32} : std::vector<Index>{32}) {
    for (const Layer& layer : kLayers) {
      if (is_chosen(layer)) rows.push_back(row(layer, batch, device));
    }
  }
  return rows;
}

}  // namespace mien
