// Networks that store their maps in bfloat16.
#include <boost/test/unit_test.hpp>

#include "autograd/engine.h"
#include "autograd/node.h"
#include "autograd/ops/arithmetic.h"
#include "autograd/ops/sum.h"
#include "models/afrp/discriminator.h"
#include "models/afrp/networks.h"
#include "models/backbones/vgg.h"
#include "models/chan/networks.h"
#include "models/gfrnet/networks.h"
#include "models/ifrp/networks.h"
#include "models/isegan/networks.h"
#include "models/patchgan/networks.h"
#include "models/recovery/discriminator.h"
#include "models/scagan/networks.h"
#include "models/tann/ancestors.h"
#include "models/tann/networks.h"
#include "models/unet/networks.h"
#include "tensor/random.h"
#include "tests/cuda/accuracy.h"
#include "tests/cuda/card.h"

using namespace mien;

namespace {

// How many results of the convolutions and norms that y was computed from are stored in `dtype`.
int maps_behind(const Variable& y, DType dtype) {
  int count = 0;
  for (const auto& node : dependencies({y})) {
    count += (node->op.starts_with("conv") || node->op == "batch_norm") && node->dtype == dtype;
  }
  return count;
}

// The network stores all its maps in bfloat16 and answers as it does in float. Its first layer's
// gradient has come through all rectifiers: of what lies within rounding of their kinks, three in a
// thousand at each, some get the other slope. Which ones the order of sums decides, so that
// DIP-GAN's is off by 0.3 to 0.5; an unrelated gradient would be off by 1 or more.
void expect_narrow_maps(Module& network, const std::function<Variable()>& answer) {
  network.to(kCard);
  network.initialize(3);
  network.eval();
  const Variable first = network.parameters().front().variable;
  const auto run = [&](cuda::Precision precision) {
    const With settings({.precision = precision, .deterministic = true});
    const Variable y = answer();
    const bool is_narrow = precision == cuda::Precision::bf16;
    BOOST_TEST(y.dtype() == DType::float32);
    BOOST_TEST((maps_behind(y, DType::bfloat16) > 3) == is_narrow);
    BOOST_TEST((maps_behind(y, DType::float32) > 0) != is_narrow);
    const Variable dfirst = gradients({sum(y * y)}, {first})[0];
    BOOST_TEST(dfirst.dtype() == DType::float32);
    return std::pair{y.value().to(kCpu), dfirst.value().to(kCpu)};
  };
  const auto [y, dfirst] = run(cuda::Precision::bf16);
  const auto [whole_y, whole_dfirst] = run(cuda::Precision::fp32);
  const double error = relative_error(y, whole_y.to(DType::float64));
  BOOST_TEST(error <= 0.05, "y is off by " << error);
  const double gradient_error = relative_error(dfirst, whole_dfirst.to(DType::float64));
  BOOST_TEST(gradient_error <= 0.7, "the first gradient is off by " << gradient_error);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(map_networks_suite, *boost::unit_test::precondition(with_card))

BOOST_AUTO_TEST_CASE(networks_store_their_maps_so) {
  const auto images = [](Index size, Index channels = 3) {
    const Tensor drawn = random_uniform({2, size, size, channels}, Random(1, "images"), -1, 1);
    return parameter(drawn.to(kCard));
  };
  const Variable attributes(random_uniform({2, 3}, Random(1, "attributes")).to(kCard));
  SrnC srn_c({.size = 64, .width_divisor = 8});
  SrnP srn_p({.size = 64, .width_divisor = 8});
  Discriminator discriminator({.size = 64, .width_divisor = 4});
  Vgg vgg({.depth = 16, .taps = {"relu3_2"}, .width_divisor = 4});
  Frn frn({.size = 64, .width_divisor = 16, .attributes = 3});
  FaceAttr face_attr({.size = 64, .width_divisor = 16, .attributes = 3});
  AttributeDiscriminator judge({.size = 64, .width_divisor = 4, .attributes = 3});
  Tann tann({.width_divisor = 16});
  TannDiscriminator tann_judge({.width_divisor = 8});
  Urdgn urdgn({.width_divisor = 16});
  Tdn tdn({.width_divisor = 16});
  TdaeEncoder encoder({.width_divisor = 16});
  UNet unet({.size = 32, .width = 8});
  TwoEncoderUNet two({.size = 32, .face_channels = 1, .parsing_channels = 2, .width = 8});
  PatchGan patches({.in_channels = 3, .width = 8});
  DipGan dip({.size = 32, .parts = 2, .width = 8});
  Chan chan({.size = 32, .width = 8});
  ChanDiscriminator chan_judge({.in_channels = 3, .width = 8});
  Gfrnet gfrnet({GfrnetOptions{.size = 32, .width_factor = 0.125}, Guidance::none});
  const std::tuple<const char*, Module*, std::function<Variable()>> all[] = {
      {"SrnC", &srn_c, [&] { return srn_c(images(64)); }},
      {"SrnP", &srn_p, [&] { return srn_p(images(64)); }},
      {"Discriminator", &discriminator, [&] { return discriminator(images(64)); }},
      {"Vgg", &vgg, [&] { return vgg(images(32)).back(); }},
      {"Frn", &frn, [&] { return frn(images(64), attributes); }},
      {"FaceAttr", &face_attr, [&] { return face_attr(images(64), attributes); }},
      {"AttributeDiscriminator", &judge, [&] { return judge(images(64), attributes); }},
      {"Tann", &tann, [&] { return tann(images(16)).face; }},
      {"TannDiscriminator", &tann_judge, [&] { return tann_judge(images(128)); }},
      {"Urdgn", &urdgn, [&] { return urdgn(images(16)); }},
      {"Tdn", &tdn, [&] { return tdn(images(16)); }},
      {"TdaeEncoder", &encoder, [&] { return encoder(images(128)); }},
      {"UNet", &unet, [&] { return unet(images(32)); }},
      {"TwoEncoderUNet", &two, [&] { return two(images(32, 1), images(32, 2)); }},
      {"PatchGan", &patches, [&] { return patches({images(32)}); }},
      {"DipGan", &dip, [&] { return dip(images(32, 1), images(32, 2)).photo; }},
      {"Chan", &chan, [&] { return chan(images(32, 1)); }},
      {"ChanDiscriminator", &chan_judge, [&] { return chan_judge({images(64)}); }},
      {"Gfrnet", &gfrnet, [&] { return gfrnet(images(32), {}).restored; }},
  };
  for (const auto& [name, network, answer] : all) {
    BOOST_TEST_CONTEXT(name) { expect_narrow_maps(*network, answer); }
  }
}

BOOST_AUTO_TEST_SUITE_END()
