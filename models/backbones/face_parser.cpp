#include "models/backbones/face_parser.h"

#include "autograd/ops/softmax.h"
#include "models/backbones/bisenet.h"
#include "models/backbones/parsing_unet.h"
#include "tensor/safetensors.h"

namespace mien {
namespace {

FaceParser unet_parser(const std::filesystem::path& path) {
  const std::shared_ptr<ParsingUNet> network = load_parsing_unet(path);
  return {[network](const Variable& x) { return eight_parts(softmax((*network)(x))); }, 256};
}

FaceParser bisenet_parser(const std::filesystem::path& path) {
  const std::shared_ptr<BiSeNet> network = load_bisenet(path);
  return {[network](const Variable& x) {
            return eight_parts(softmax(reorder_parts((*network)(x).parts, kBiSeNetOrder)));
          },
          512};
}

}  // namespace

FaceParser load_face_parser(const std::filesystem::path& path) {
  const SafetensorsHeader header = read_safetensors_header(path);
  if (header.find("enc1.0.weight")) return unet_parser(path);
  if (header.find("cp.resnet.conv1.weight")) return bisenet_parser(path);
  throw std::invalid_argument(text(path.string(),
                                   ": expected the weights of a parser of faces, a parsing U-Net "
                                   "or BiSeNet, got those of something else"));
}

}  // namespace mien
