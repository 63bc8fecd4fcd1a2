#include "models/backbones/vgg19.h"

#include <cmath>

#include "autograd/ops/arithmetic.h"
#include "autograd/ops/max_pool2d.h"
#include "autograd/ops/permute.h"
#include "autograd/ops/relu.h"
#include "layers/state_file.h"

namespace mien {
namespace {

struct Layer {
  int index;  // in torchvision's list, which counts ReLU and pooling too
  Index in, out;
};
constexpr Layer kLayers[] = {{0, 3, 64},    {2, 64, 64},    {5, 64, 128},
                             {7, 128, 128}, {10, 128, 256}, {12, 256, 256}};

Variable channels(const Variable& like, const std::vector<double>& values) {
  return Variable(tensor({3}, values, like.dtype()).to(like.device()));
}

VggInput input_of(const SafetensorsFile& file, const std::string& name) {
  const auto found = file.metadata.find("input");
  const std::string input = found == file.metadata.end() ? "" : found->second;
  if (input.starts_with("BGR 0..255")) return VggInput::caffe;
  if (input.starts_with("RGB [0,1]")) return VggInput::torchvision;
  throw std::invalid_argument(text(name,
                                   ": the metadata key \"input\" should begin with \"BGR "
                                   "0..255\" or \"RGB [0,1]\", got \"",
                                   input, "\""));
}

// Of a file that may hold anything: 1 unless the first layer is clearly a narrow one's.
Index width_divisor_of(const SafetensorsFile& file) {
  const auto found = file.tensors.find("features.0.weight");
  if (found == file.tensors.end() || found->second.rank() != 4) return 1;
  const Index width = found->second.dim(0), full = kLayers[0].out;
  return width > 0 && full % width == 0 ? full / width : 1;
}

}  // namespace

Vgg19::Vgg19(const Options& o) : input_(o.input) {
  for (const auto& [index, in, out] : kLayers) {
    const auto width = [&](Index c) {
      return c == 3 ? 3 : std::max<Index>(1, c / o.width_divisor);
    };
    const double deviation = std::sqrt(2.0 / static_cast<double>(9 * width(in)));
    convolutions_.push_back(
        &add<Conv2d>(text("features.", index), {.in_channels = width(in),
                                                .out_channels = width(out),
                                                .kernel = 3,
                                                .padding = o.padded ? 1 : 0,
                                                .weight_init = init::normal(0, deviation),
                                                .bias_init = init::constant(0)}));
  }
}

Variable Vgg19::preprocess(const Variable& x) const {
  if (input_ == VggInput::caffe) {
    return flip(x * 127.5 + channels(x, {127.5 - 123.68, 127.5 - 116.779, 127.5 - 103.939}), 3);
  }
  const Variable mean = channels(x, {.485, .456, .406}),
                 deviation = channels(x, {.229, .224, .225});
  return (x * 0.5 + 0.5 - mean) / deviation;
}

Variable Vgg19::operator()(const Variable& x) const {
  Variable y = preprocess(x);
  for (std::size_t i = 0; i < convolutions_.size(); ++i) {
    if (i == 2 || i == 4) y = max_pool2d(y);
    y = relu((*convolutions_[i])(y));
  }
  return y;
}

std::unique_ptr<Vgg19> load_vgg19(const std::filesystem::path& path, bool padded) {
  const SafetensorsFile file = read_safetensors(path);
  auto network = std::make_unique<Vgg19>(Vgg19::Options{.input = input_of(file, path.string()),
                                                        .padded = padded,
                                                        .width_divisor = width_divisor_of(file)});
  try {
    load_state(*network, file, {.allow_extra = true});
  } catch (const std::invalid_argument& error) {
    throw std::invalid_argument(text(path.string(), ": not VGG-19 up to relu3_2: ", error.what()));
  }
  network->set_requires_grad(false);
  return network;
}

std::unique_ptr<Vgg19> random_vgg19(std::uint64_t seed, bool padded) {
  auto network = std::make_unique<Vgg19>(Vgg19::Options{.padded = padded});
  network->initialize(seed);
  network->set_requires_grad(false);
  return network;
}

}  // namespace mien
