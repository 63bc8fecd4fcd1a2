#include "models/backbones/face_descriptor.h"

#include "models/backbones/load_frozen.h"
#include "models/backbones/mobile_face_net.h"
#include "models/backbones/vgg.h"

namespace mien {
namespace {

// The places of ArcFace's template, of 112x112 pixels.
constexpr Eyes kArcFaceEyes{38.29 / 112, 73.53 / 112, 51.6 / 112};

template <class Network>
FaceDescriptor descriptor(std::shared_ptr<Network> network, Index side, std::optional<Eyes> eyes) {
  return {[network](const Variable& x) { return (*network)(x); }, side, eyes, network};
}

std::shared_ptr<VggDescriptor> load_vgg_face(const std::filesystem::path& path) {
  const VggTraits traits = vgg_traits_of(path);
  return load_frozen<VggDescriptor>(
      path, "VGG-Face",
      VggDescriptor::Options{.input = traits.input, .width_divisor = traits.width_divisor});
}

}  // namespace

FaceDescriptor load_face_descriptor(const std::filesystem::path& path) {
  const SafetensorsHeader header = read_safetensors_header(path);
  if (header.find("dw_conv.depthwise.weight")) {
    return descriptor(std::shared_ptr(load_mobile_face_net(path)), 112, kArcFaceEyes);
  }
  if (header.find("classifier.3.weight")) return descriptor(load_vgg_face(path), 224, {});
  throw std::invalid_argument(text(path.string(),
                                   ": expected the weights of a descriptor of faces, MobileFaceNet "
                                   "or VGG-Face up to fc7, got those of something else"));
}

}  // namespace mien
