#include "apps/measure_networks.h"

#include <algorithm>
#include <cmath>

#include "apps/look_at.h"
#include "autograd/grad_mode.h"
#include "data/convert.h"
#include "models/backbones/inception.h"
#include "models/backbones/lpips.h"
#include "tensor/safetensors_header.h"

namespace mien {
namespace {

Variable pixels(const Tensor& images, Device device) {
  return Variable(to_float(images).to(device));
}

// The square in which eyes at `here` lie at `wanted`, in an image of some rows and columns.
Square around_eyes(const Eyes& here, const Eyes& wanted, Index side) {
  const double scale = (here.right - here.left) / (wanted.right - wanted.left);
  const auto begin = [&](double at, double in_square) {
    return static_cast<Index>(std::lround(static_cast<double>(side) * (at - in_square * scale)));
  };
  return {begin((here.left + here.right) / 2, (wanted.left + wanted.right) / 2),
          begin(here.height, wanted.height),
          std::max<Index>(1, std::lround(static_cast<double>(side) * scale))};
}

Tensor squares_of(const Tensor& images, const FaceDescriptor& descriptor,
                  const std::optional<Eyes>& eyes) {
  const Index side = images.dim(1);
  const Square square =
      descriptor.eyes ? around_eyes(eyes.value(), *descriptor.eyes, side) : Square{0, 0, side};
  std::vector<Tensor> seen;
  for (Index i = 0; i < images.dim(0); ++i) {
    seen.push_back(look_at(image_of(images, i), square, descriptor.side));
  }
  return stack_images(seen);
}

Lpips::Network network_in(const std::filesystem::path& features) {
  if (features.empty()) return Lpips::Network::squeeze;
  const SafetensorsHeader header = read_safetensors_header(features);
  const SafetensorsEntry* const first = header.find("features.0.weight");
  const bool alex = first && first->shape.rank() == 4 && first->shape[2] == 11;
  return alex ? Lpips::Network::alex : Lpips::Network::vgg;
}

}  // namespace

DescribeImages describe_faces(const FaceDescriptor& descriptor, const std::optional<Eyes>& eyes,
                              Device device) {
  descriptor.network->to(device);
  return [=](const Tensor& images) {
    const NoGrad guard;
    const Tensor seen = squares_of(images, descriptor, eyes);
    return descriptor.describe(Variable(seen.to(device))).value().to(kCpu);
  };
}

DescribeImages load_inception_features(const std::filesystem::path& weights, Device device) {
  const std::shared_ptr<Inception> network = load_inception(weights);
  network->to(device);
  return [=](const Tensor& images) {
    const NoGrad guard;
    return (*network)(pixels(images, device)).value().to(kCpu);
  };
}

PerceptualNetwork load_lpips(const std::filesystem::path& heads,
                             const std::filesystem::path& features, Device device) {
  const Lpips::Network network = network_in(features);
  const auto lpips = std::make_shared<Lpips>(network, heads, features);
  lpips->to(device);
  return {[=](const Tensor& images, const Tensor& references) {
            const NoGrad guard;
            return (*lpips)(pixels(images, device), pixels(references, device)).value().to(kCpu);
          },
          name_of(network)};
}

}  // namespace mien
