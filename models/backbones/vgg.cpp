#include "models/backbones/vgg.h"

#include <algorithm>
#include <cmath>

#include "autograd/constant.h"
#include "autograd/ops/arithmetic.h"
#include "autograd/ops/cast.h"
#include "autograd/ops/elementary.h"
#include "autograd/ops/max_pool2d.h"
#include "autograd/ops/permute.h"
#include "autograd/ops/relu.h"
#include "autograd/ops/reshape.h"
#include "autograd/ops/sum.h"
#include "models/backbones/load_frozen.h"
#include "models/narrowed.h"
#include "tensor/safetensors_header.h"

namespace mien {
namespace {

constexpr Index kWidths[] = {64, 128, 256, 512, 512};

Variable channels(const Variable& like, const std::vector<double>& values) {
  return constant_like(like, {3}, values);
}

Vgg::Options descriptor(const VggDescriptor::Options& o) {
  return {.depth = 16, .input = o.input, .taps = {"relu5_3"}, .width_divisor = o.width_divisor};
}

VggInput input_in(const SafetensorsHeader& header, const std::string& name) {
  const auto found = header.metadata.find("input");
  const std::string input = found == header.metadata.end() ? "" : found->second;
  if (input.starts_with("BGR 0..255")) return VggInput::caffe;
  if (input.starts_with("RGB [0,1]")) return VggInput::torchvision;
  if (input.starts_with("RGB 0..255 minus 129")) return VggInput::vgg_face;
  throw std::invalid_argument(text(name,
                                   ": the metadata key \"input\" should begin with \"BGR "
                                   "0..255\", \"RGB [0,1]\" or \"RGB 0..255 minus 129\", got \"",
                                   input, "\""));
}

// 1 unless the first layer is clearly a narrow one's: the file may hold anything.
Index width_divisor_in(const SafetensorsHeader& header) {
  const SafetensorsEntry* const first = header.find("features.0.weight");
  if (!first || first->shape.rank() != 4) return 1;
  const Index width = first->shape[0];
  return width > 0 && kWidths[0] % width == 0 ? kWidths[0] / width : 1;
}

Linear::Options fully_connected(const Shape& image, Index in, Index out) {
  return {.in_features = in, .out_features = out, .from_image = image};
}

}  // namespace

Variable vgg_input(const Variable& x, VggInput input) {
  switch (input) {
    case VggInput::caffe:
      return flip(x * 127.5 + channels(x, {127.5 - 123.68, 127.5 - 116.779, 127.5 - 103.939}), 3);
    case VggInput::torchvision:
      return (x * 0.5 + 0.5 - channels(x, {.485, .456, .406})) / channels(x, {.229, .224, .225});
    case VggInput::vgg_face:
      return x * 127.5 + channels(x, {127.5 - 129.1863, 127.5 - 104.7624, 127.5 - 93.5940});
  }
  throw std::logic_error("vgg_input: not a VggInput");
}

Vgg::Vgg(const Options& o) : input_(o.input), taps_(o.taps) {
  check(o.depth == 16 || o.depth == 19, "Vgg: the depth must be 16 or 19, got ", o.depth);
  check(!o.taps.empty(), "Vgg: no taps are asked for");
  std::vector<std::string> wanted = o.taps;
  Index in = 3;
  int index = 0;  // in torchvision's list, which counts ReLU and pooling too
  for (int stage = 1; stage <= 5; ++stage, ++index) {
    const int count = stage <= 2 ? 2 : o.depth == 16 ? 3 : 4;
    for (int k = 1; k <= count && !wanted.empty(); ++k, index += 2) {
      const std::string name = text("relu", stage, "_", k);
      // What only a pooling reads is rectified behind it, where it is a quarter as large.
      const bool later =
          k == count && std::find(wanted.begin(), wanted.end(), name) == wanted.end();
      const Index out = narrowed(kWidths[stage - 1], o.width_divisor);
      Conv2d& conv =
          add<Conv2d>(text("features.", index),
                      {.in_channels = in,
                       .out_channels = out,
                       .kernel = 3,
                       .padding = o.padded ? 1 : 0,
                       .slope = later ? 1.0 : 0.0,
                       .weight_init = init::normal(0, std::sqrt(2.0 / static_cast<double>(9 * in))),
                       .bias_init = init::constant(0)});
      layers_.push_back({&conv, stage > 1 && k == 1, name});
      std::erase(wanted, name);
      in = out;
    }
  }
  check(wanted.empty(), "Vgg: VGG-", o.depth, " has no layer ", wanted.empty() ? "" : wanted[0]);
}

std::vector<Variable> Vgg::operator()(const Variable& x) const {
  std::vector<Variable> maps(taps_.size());
  Variable y = autocast(vgg_input(x, input_));
  for (const Layer& layer : layers_) {
    if (layer.pooled) y = relu(max_pool2d(y));
    y = (*layer.conv)(y);
    for (std::size_t k = 0; k < taps_.size(); ++k) {
      if (taps_[k] == layer.name) maps[k] = cast(y, x.dtype());
    }
  }
  return maps;
}

VggTraits vgg_traits_of(const std::filesystem::path& path) {
  const SafetensorsHeader header = read_safetensors_header(path);
  return {input_in(header, path.string()), width_divisor_in(header)};
}

std::unique_ptr<Vgg> load_vgg(const std::filesystem::path& path, Vgg::Options options) {
  const VggTraits traits = vgg_traits_of(path);
  options.input = traits.input;
  options.width_divisor = traits.width_divisor;
  return load_frozen<Vgg>(path, text("VGG-", options.depth), options);
}

VggDescriptor::VggDescriptor(const Options& o)
    : Vgg(descriptor(o)),
      fc6_(add<Linear>("classifier.0", fully_connected({7, 7, narrowed(512, o.width_divisor)},
                                                       49 * narrowed(512, o.width_divisor),
                                                       narrowed(4096, o.width_divisor)))),
      fc7_(add<Linear>("classifier.3", fully_connected({}, narrowed(4096, o.width_divisor),
                                                       narrowed(4096, o.width_divisor)))) {}

Variable VggDescriptor::operator()(const Variable& x) const {
  check(x.rank() == 4 && x.shape() == Shape{x.dim(0), 224, 224, 3},
        "VggDescriptor: x must be [N, 224, 224, 3], got ", x.shape());
  const Variable maps = max_pool2d(Vgg::operator()(x).front());
  const Variable y = relu(fc7_(relu(fc6_(flatten(maps)))));
  return y / sqrt(sum(square(y), {1}, true) + 1e-12);
}

}  // namespace mien
