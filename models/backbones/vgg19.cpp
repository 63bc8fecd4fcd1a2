#include "models/backbones/vgg19.h"

#include "models/backbones/load_frozen.h"

namespace mien {

Vgg19::Vgg19(const Options& o)
    : Vgg({.input = o.input,
           .taps = {"relu3_2"},
           .padded = o.padded,
           .width_divisor = o.width_divisor}) {}

std::unique_ptr<Vgg19> load_vgg19(const std::filesystem::path& path, bool padded) {
  const VggTraits traits = vgg_traits_of(path);
  return load_frozen<Vgg19>(
      path, "VGG-19 up to relu3_2",
      Vgg19::Options{
          .input = traits.input, .padded = padded, .width_divisor = traits.width_divisor});
}

std::unique_ptr<Vgg19> random_vgg19(std::uint64_t seed, bool padded) {
  auto network = std::make_unique<Vgg19>(Vgg19::Options{.padded = padded});
  network->initialize(seed);
  network->set_requires_grad(false);
  return network;
}

}  // namespace mien
