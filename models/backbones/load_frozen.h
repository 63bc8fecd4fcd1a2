#pragma once

#include <filesystem>
#include <memory>

#include "layers/state_file.h"

namespace mien {

/// A network of published weights, frozen and in evaluation mode.
///
/// The file may hold more, such as a head for another task. Throws SafetensorsError, or
/// std::invalid_argument naming the file and the network, if something is damaged or missing.
template <class Network, class... Options>
std::unique_ptr<Network> load_frozen(const std::filesystem::path& path, const std::string& name,
                                     const Options&... options) {
  auto network = std::make_unique<Network>(options...);
  const SafetensorsFile file = read_safetensors(path);
  try {
    load_state(*network, file, {.prefix = {}, .allow_extra = true});
  } catch (const std::invalid_argument& error) {
    throw std::invalid_argument(text(path.string(), ": not ", name, ": ", error.what()));
  }
  network->set_requires_grad(false);
  network->eval();
  return network;
}

}  // namespace mien
