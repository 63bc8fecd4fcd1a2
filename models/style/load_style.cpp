#include "models/style/load_style.h"

#include "autograd/ops/arithmetic.h"
#include "layers/state_file.h"
#include "models/style/johnson.h"
#include "models/style/microast.h"
#include "models/style/tensorflow_same.h"

namespace mien {
namespace {

// Filters of the first convolution, which decide all widths; 0 if there is no such convolution.
Index width_by(const SafetensorsFile& file, const std::string& first, const std::string& also) {
  const auto found = file.tensors.find(first);
  if (found == file.tensors.end() || !file.tensors.contains(also)) return 0;
  const Tensor& filters = found->second;
  check(filters.rank() == 4 && filters.dim(0) > 0 && filters.dim(0) <= 256, first,
        " should be filters of shape [up to 256, 3, 9, 9] but is ", filters.shape());
  return filters.dim(0);
}

PixelRange range_of(const SafetensorsFile& file) {
  const auto found = file.metadata.find("input");
  check(found != file.metadata.end(),
        "the metadata lacks \"input\", which says which pixels the network wants");
  return parse_pixel_range(found->second);
}

std::unique_ptr<MicroAstNetwork> microast(const SafetensorsFile& file, Index width,
                                          const Tensor& picture) {
  check(picture.defined(), "this network paints like a picture it is shown, and none was given");
  check(picture.rank() == 3 && picture.dim(2) == 3, "the style picture must be [H, W, 3], got ",
        picture.shape());
  auto network = std::make_unique<MicroAstNetwork>(width, range_of(file));
  load_state(*network, file);
  const Variable pixels(picture.to(DType::float32).reshape({1, picture.dim(0), picture.dim(1), 3}));
  network->set_picture(pixels / 127.5 - 1);
  return network;
}

template <class Network>
std::unique_ptr<Network> one_style(const SafetensorsFile& file, Index width,
                                   const Tensor& picture) {
  check(!picture.defined(), "this network has a style of its own; it takes no picture");
  auto network = std::make_unique<Network>(width, range_of(file));
  load_state(*network, file);
  return network;
}

std::unique_ptr<StyleNetwork> from_file(const SafetensorsFile& file, const Tensor& picture) {
  if (const Index width = width_by(file, "conv1.weight", "up_in1.weight")) {
    return one_style<JohnsonNetwork>(file, width, picture);
  }
  if (const Index width = width_by(file, "conv1.weight", "upconv1.in_gamma")) {
    return one_style<TensorflowSameNetwork>(file, width, picture);
  }
  const std::string stem = "content_encoder.enc1.0.conv_layer.weight";
  if (const Index width = width_by(file, stem, "modulator.weight1.0.conv_layer.weight")) {
    return microast(file, width, picture);
  }
  check(false, "expected the weights of a style network (Johnson, its TensorFlow relative or ",
        "MicroAST), got ",
        file.tensors.empty() ? "no tensors" : "tensors such as " + file.tensors.begin()->first);
  return nullptr;
}

}  // namespace

std::unique_ptr<StyleNetwork> load_style(const std::filesystem::path& path, const Tensor& picture) {
  const SafetensorsFile file = read_safetensors(path);
  try {
    auto network = from_file(file, picture);
    network->set_requires_grad(false);
    network->eval();
    return network;
  } catch (const std::invalid_argument& error) {
    throw std::invalid_argument(text(path.string(), ": ", error.what()));
  }
}

}  // namespace mien
