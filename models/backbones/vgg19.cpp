#include "models/backbones/vgg19.h"

#include "layers/state_file.h"

namespace mien {

Vgg19::Vgg19(const Options& o)
    : Vgg({.input = o.input,
           .taps = {"relu3_2"},
           .padded = o.padded,
           .width_divisor = o.width_divisor}) {}

std::unique_ptr<Vgg19> load_vgg19(const std::filesystem::path& path, bool padded) {
  const SafetensorsFile file = read_safetensors(path);
  auto network =
      std::make_unique<Vgg19>(Vgg19::Options{.input = vgg_input_of(file, path.string()),
                                             .padded = padded,
                                             .width_divisor = vgg_width_divisor_of(file)});
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
