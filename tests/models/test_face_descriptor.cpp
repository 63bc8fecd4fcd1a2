#include "models/backbones/face_descriptor.h"

#include <boost/test/unit_test.hpp>
#include <cmath>

#include "autograd/grad_mode.h"
#include "layers/state_file.h"
#include "models/backbones/mobile_face_net.h"
#include "models/backbones/squeezenet.h"
#include "models/backbones/vgg.h"
#include "tests/data/temporary_folder.h"

using namespace mien;

namespace {

struct Files : TemporaryFolder {
  std::filesystem::path save(Module& network, const std::string& input = "") const {
    network.initialize(1);
    SafetensorsFile file;
    add_state(file, network);
    if (!input.empty()) file.metadata["input"] = input;
    write_safetensors(*this / "network", file);
    return *this / "network";
  }
};

Tensor described(const FaceDescriptor& descriptor) {
  const NoGrad guard;
  const Tensor x = random_uniform({2, descriptor.side, descriptor.side, 3}, Random(1, "x"), -1, 1);
  return descriptor.describe(Variable(x)).value();
}

double length_of(const Tensor& row) {
  double squares = 0;
  for (const float value : row.span<float>()) squares += double(value) * value;
  return std::sqrt(squares);
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(face_descriptor, Files)

BOOST_AUTO_TEST_CASE(mobile_face_net_wants_eyes_where_arcface_has_them) {
  MobileFaceNet network;
  const FaceDescriptor descriptor = load_face_descriptor(save(network));
  BOOST_TEST(descriptor.side == 112);
  BOOST_REQUIRE(descriptor.eyes);
  BOOST_TEST(descriptor.eyes->left * 112 == 38.29);
  BOOST_TEST(descriptor.eyes->right * 112 == 73.53);
  const Tensor found = described(descriptor);
  BOOST_TEST(found.shape() == Shape({2, 128}));
  BOOST_TEST(std::abs(length_of(found.slice(1, 2)) - 1) < 1e-5);
}

BOOST_AUTO_TEST_CASE(vgg_face_takes_pictures_as_they_are) {
  VggDescriptor network({.width_divisor = 32});
  const FaceDescriptor descriptor =
      load_face_descriptor(save(network, "RGB 0..255 minus 129.1863, 104.7624, 93.5940"));
  BOOST_TEST(descriptor.side == 224);
  BOOST_TEST(!descriptor.eyes);
  BOOST_TEST(described(descriptor).shape() == Shape({2, 128}));
  for (const NamedParameter& parameter : descriptor.network->parameters()) {
    BOOST_TEST(!parameter.variable.requires_grad());
  }
}

BOOST_AUTO_TEST_CASE(other_networks_are_refused) {
  SqueezeNet network;
  BOOST_CHECK_THROW(load_face_descriptor(save(network)), std::invalid_argument);
  VggDescriptor silent({.width_divisor = 32});
  BOOST_CHECK_THROW(load_face_descriptor(save(silent)), std::invalid_argument);
  BOOST_CHECK_THROW(load_face_descriptor(*this / "nothing"), FileError);
}

BOOST_AUTO_TEST_SUITE_END()
