#include <boost/test/unit_test.hpp>

#include "autograd/ops/arithmetic.h"
#include "autograd/ops/slice.h"
#include "models/isegan/networks.h"
#include "tests/models/module_problem.h"
#include "tests/models/pix2pix_start.h"

using namespace mien;

namespace {

const DipGan::Options kVariants[] = {
    {.size = 8, .parts = 2, .width = 1},
    {.size = 8, .parts = 2, .width = 1, .fusion = Fusion::bottleneck},
    {.size = 8, .parts = 2, .width = 1, .norm = DipNorm::spade, .spade_hidden = 2},
    {.size = 8,
     .parts = 2,
     .width = 1,
     .norm = DipNorm::spade_and_features,
     .spade_hidden = 2,
     .shortcut = Spade::Shortcut::normalised},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(isegan_networks)

BOOST_AUTO_TEST_CASE(parameter_counts) {
  BOOST_TEST(DipGan(DipGan::Options{}).parameter_count() == 54'563'275);
  BOOST_TEST(SeGan(SeGan::Options{}).parameter_count() == 93'507'267);
}

BOOST_AUTO_TEST_CASE(weights_start_as_in_pix2pix) {
  DipGan dip({.size = 32, .width = 16, .norm = DipNorm::spade_and_features, .spade_hidden = 16});
  expect_pix2pix_start(dip);
  SeGan se({.size = 32, .width = 16});
  expect_pix2pix_start(se);
}

// Against the default: the second encoder's stages, and skips twice as wide.
BOOST_AUTO_TEST_CASE(two_encoders_cost_what_they_add) {
  const Index w = 64, filter = 4 * 4;
  const Index one = DipGan(DipGan::Options{}).parameter_count();
  const Index two = DipGan({.fusion = Fusion::bottleneck}).parameter_count();
  const Index widths[] = {w, 2 * w, 4 * w, 8 * w, 8 * w, 8 * w, 8 * w, 8 * w};
  Index added = -filter * w * 2 * w;  // en2 no longer sees both
  for (int k = 1; k < 8; ++k) added += filter * widths[k - 1] * widths[k] + widths[k];
  for (int k = 1; k < 8; ++k) added += filter * widths[k] * widths[k - 1];
  BOOST_TEST(two - one == added);
}

// Each norm of C channels: 9 * 8 * 128 + 128 to the hidden maps, then twice 9 * 128 * C + C.
BOOST_AUTO_TEST_CASE(spade_costs_its_convolutions) {
  const Index plain = DipGan(DipGan::Options{}).parameter_count();
  const Index spade = DipGan({.norm = DipNorm::spade}).parameter_count();
  Index added = 0;
  for (Index c : {512, 512, 512, 512, 256, 128, 64}) {
    added += 9 * 8 * 128 + 128 + 2 * (9 * 128 * c + c);
  }
  BOOST_TEST(spade - plain == added);
}

BOOST_AUTO_TEST_CASE(parsings_are_probabilities_and_photos_bounded) {
  for (DipGan::Options options : kVariants) {
    options.size = 32;
    DipGan dip(options);
    SeGan se({.size = 32, .parts = 2, .width = 1});
    dip.initialize(1);
    se.initialize(2);
    const Variable sketch(random_uniform({2, 32, 32, 1}, Random(1, "sketch"), -1, 1));
    const Variable parsing(random_uniform({2, 32, 32, 2}, Random(1, "parsing")));
    const RandomStep step(1, 0);
    const PhotoAndParsing y = dip(sketch, parsing);
    BOOST_TEST(y.photo.shape() == (Shape{2, 32, 32, 3}));
    BOOST_TEST(y.parsing.shape() == parsing.shape());
    const auto p = y.parsing.value().span<float>();
    for (std::size_t i = 0; i < p.size(); i += 2)
      BOOST_REQUIRE(std::abs(p[i] + p[i + 1] - 1) < 1e-5);
    for (float v : y.photo.value().span<float>()) BOOST_REQUIRE(std::abs(v) <= 1);
    BOOST_TEST(se(sketch, parsing, y).shape() == y.photo.shape());
  }
}

// Instance norm of four pixels curves strongly: the difference quotient is good to 1e-4 only.
BOOST_AUTO_TEST_CASE(gradients_by_inputs_and_parameters) {
  for (const DipGan::Options& options : kVariants) {
    DipGan net(options);
    const Variable sketch = normal_leaf({2, 8, 8, 1}, Random(1, "sketch"));
    const Variable parsing = normal_leaf({2, 8, 8, 2}, Random(1, "parsing"));
    const auto problem = module_problem(net, {sketch, parsing}, [&] {
      const RandomStep step(1, 0);
      const PhotoAndParsing y = net(sketch, parsing);
      return concat({y.parsing, y.photo}, 3);
    });
    const GradientReport report = check_gradient(problem, 1, Random(1, "check"), {.rtol = 1e-4});
    BOOST_TEST(report.passed, report.failure);
  }
}

BOOST_AUTO_TEST_CASE(gradients_of_two_encoders) {
  TwoEncoderUNet net({.size = 8, .face_channels = 2, .parsing_channels = 1, .width = 1});
  const Variable face = normal_leaf({2, 8, 8, 2}, Random(1, "face"));
  const Variable parsing = normal_leaf({2, 8, 8, 1}, Random(1, "parsing"));
  const auto problem = module_problem(net, {face, parsing}, [&] { return net(face, parsing); });
  const GradientReport report = check_gradient(problem, 1, Random(1, "check"));
  BOOST_TEST(report.passed, report.failure);
}

// What stage II learns must not reach stage I.
BOOST_AUTO_TEST_CASE(stage_two_sees_constants) {
  SeGan se({.size = 8, .parts = 2, .width = 1});
  se.initialize(1);
  se.set_requires_grad(false);
  const Variable sketch(zeros({1, 8, 8, 1})), parsing(zeros({1, 8, 8, 2}));
  const PhotoAndParsing y{parameter(zeros({1, 8, 8, 2})), parameter(zeros({1, 8, 8, 3}))};
  BOOST_TEST(!se(sketch, parsing, y).requires_grad());
}

BOOST_AUTO_TEST_CASE(bad_sizes_are_refused) {
  BOOST_CHECK_THROW(DipGan({.size = 250}), std::invalid_argument);
  BOOST_CHECK_THROW(TwoEncoderUNet({.width = 0}), std::invalid_argument);
  DipGan net({.size = 8, .width = 1});
  BOOST_CHECK_THROW(net(Variable(zeros({1, 8, 8, 3})), Variable(zeros({1, 8, 8, 8}))),
                    std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
