#include "apps/face_networks.h"

#include <algorithm>
#include <cmath>

#include "apps/look_at.h"
#include "autograd/grad_mode.h"
#include "data/convert.h"
#include "data/resize.h"
#include "data/resize_dataset.h"
#include "data/shard.h"
#include "models/backbones/face_parser.h"
#include "models/backbones/landmark_net.h"

namespace mien {
namespace {

constexpr Index kLandmarkSide = 112;
constexpr double kMargin = 1.1;

Variable network_sees(const Tensor& image, const Square& square) {
  return Variable(
      look_at(image, square, kLandmarkSide).reshape({1, kLandmarkSide, kLandmarkSide, 3}));
}

Tensor landmarks_in(LandmarkNet& network, const Tensor& image, const Square& square) {
  Tensor points = network(network_sees(image, square)).value().reshape({kLandmarks, 2}).clone();
  auto* point = points.mutable_data<float>();
  const auto side = static_cast<float>(square.side);
  for (Index i = 0; i < kLandmarks; ++i, point += 2) {
    point[0] = static_cast<float>(square.x) + point[0] * side;
    point[1] = static_cast<float>(square.y) + point[1] * side;
  }
  return points;
}

// Bounded, so that a network that is far off cannot ask for a picture of any size.
Square around(const Tensor& points, Index image_side) {
  double least[2] = {1e9, 1e9}, most[2] = {-1e9, -1e9};
  for (Index i = 0; i < points.numel(); ++i) {
    const double at =
        std::clamp<double>(points.data<float>()[i], -double(image_side), 2 * double(image_side));
    least[i % 2] = std::min(least[i % 2], at);
    most[i % 2] = std::max(most[i % 2], at);
  }
  const double side = std::max(8.0, kMargin * std::max(most[0] - least[0], most[1] - least[1]));
  const auto begin = [&](int axis) {
    return static_cast<Index>(std::lround((least[axis] + most[axis] - side) / 2));
  };
  return {begin(0), begin(1), static_cast<Index>(std::lround(side))};
}

Tensor find_landmarks(LandmarkNet& network, const Tensor& image) {
  const NoGrad guard;
  const Index side = image.dim(0);
  const Tensor first = landmarks_in(network, image, {0, 0, side});
  return landmarks_in(network, image, around(first, side));
}

Tensor parse(const FaceParser& parser, const Tensor& image) {
  const NoGrad guard;
  const Tensor seen = resize(to_float(image), parser.side, parser.side);
  const Variable parts = parser.parts(Variable(seen.reshape({1, parser.side, parser.side, 3})));
  return largest_class(resize(parts.value().reshape({parser.side, parser.side, parts.dim(3)}),
                              image.dim(0), image.dim(1), Interpolation::bilinear));
}

}  // namespace

FaceFinding load_parsing(const std::filesystem::path& weights) {
  return [parser = load_face_parser(weights)](const Tensor& image) { return parse(parser, image); };
}

FaceFinding load_landmarks(const std::filesystem::path& weights) {
  const std::shared_ptr<LandmarkNet> network = load_landmark_net(weights);
  return [network](const Tensor& image) { return find_landmarks(*network, image); };
}

}  // namespace mien
