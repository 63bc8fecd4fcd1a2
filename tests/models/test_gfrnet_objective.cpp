#include <boost/test/unit_test.hpp>
#include <cmath>

#include "autograd/engine.h"
#include "autograd/ops/permute.h"
#include "autograd/ops/sampling_grid.h"
#include "models/gfrnet/face_window.h"
#include "models/gfrnet/objective.h"

using namespace mien;

namespace {

constexpr Index kSide = 32;

Tensor landmarks(double from, double to) {
  return tensor({1, 3, 2}, {from, from, to, to, (from + to) / 2, to});
}

// One face with narrow discriminators and a constant restoration.
struct Scene {
  Scene() {
    global.initialize(1);
    local.initialize(2);
  }
  GfrnetObjective objective(const GfrnetLossOptions& options = {}, FeatureNetwork features = {}) {
    return {options, global, local, std::move(features)};
  }
  static Variable grey(double value) { return Variable(full({1, kSide, kSide, 3}, value)); }

  PatchGan global{{.in_channels = 9, .width = 1}}, local{{.in_channels = 9, .width = 1}};
  GfrnetBatch batch{grey(0.2), grey(0.3), grey(0.5), landmarks(2, 29), landmarks(3, 28)};
  Restoration y{parameter(full({1, kSide, kSide, 3}, 0.75)), {}, {}};
};

double value_of(const std::vector<LossTerm>& terms, const std::string& name) {
  for (const LossTerm& term : terms) {
    if (term.name == name) return term.value.item();
  }
  BOOST_FAIL("no term is called " << name);
  return 0;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(gfrnet_objective)

BOOST_AUTO_TEST_CASE(terms_of_a_variant_without_flow) {
  Scene scene;
  const auto terms = scene.objective().restoration_terms(scene.batch, scene.y);
  BOOST_TEST(terms.size() == 3u);
  BOOST_TEST(value_of(terms, "pixel") == 0.0625);
  BOOST_TEST(weighted_sum(terms).item() ==
                 100 * 0.0625 + value_of(terms, "global") + 0.5 * value_of(terms, "local"),
             boost::test_tools::tolerance(1e-6));
}

// Zero weights leave terms out: with -F the discriminators' and the pixels' stay.
BOOST_AUTO_TEST_CASE(terms_of_the_flow) {
  Scene scene;
  scene.y.flow = parameter(zeros({1, kSide, kSide, 2}));
  const FeatureNetwork features = [](const Variable& x) { return x * 2.0; };
  const auto terms = scene.objective({}, features).restoration_terms(scene.batch, scene.y);
  BOOST_TEST(terms.size() == 6u);
  BOOST_TEST(value_of(terms, "feature") == 0.25);
  BOOST_TEST(value_of(terms, "variation") == 0);
  BOOST_TEST(value_of(terms, "landmark") > 0);
  const auto without = scene.objective({.landmark = 0, .variation = 0});
  BOOST_TEST(without.flow_terms(scene.batch, scene.y.flow).empty());
}

// A flow of zeros reads one point everywhere; the slope of the one that moves nothing is 2 / 31.
// Its 32 * 31 neighbours on each axis differ in one of the two channels.
BOOST_AUTO_TEST_CASE(forms_of_the_variation) {
  Scene scene;
  const Variable still(zeros({2, kSide, kSide, 2})), identity = flip(dense_grid(still), 3);
  const auto value = [&](FlowVariation form, const Variable& flow) {
    const GfrnetLossOptions options{.landmark = 0, .variation_form = form};
    return value_of(scene.objective(options).flow_terms(scene.batch, flow), "variation");
  };
  const double squared = std::pow(2.0 / 31, 2);
  const auto near = boost::test_tools::tolerance(1e-4);
  BOOST_TEST(value(FlowVariation::mean, still) == 0);
  BOOST_TEST(value(FlowVariation::sum, still) == 0);
  BOOST_TEST(value(FlowVariation::minus_identity, still) == squared, near);
  BOOST_TEST(value(FlowVariation::mean, identity) == squared, near);
  BOOST_TEST(value(FlowVariation::sum, identity) == 2 * 32 * 31 * squared, near);
  BOOST_TEST(value(FlowVariation::minus_identity, identity) < 1e-6 * squared);
}

// Real faces should be called real with 0.9, restored ones with 0: the target is the same here, so
// the loss is at least the entropy of 0.9 and falls below by no discriminator.
BOOST_AUTO_TEST_CASE(discriminators_leave_the_restoration_alone) {
  Scene scene;
  auto objective = scene.objective();
  for (const Variable& loss :
       {objective.global_loss(scene.batch, scene.y), objective.local_loss(scene.batch, scene.y)}) {
    BOOST_TEST(loss.item() > 0.5 * (-0.9 * std::log(0.9) - 0.1 * std::log(0.1)));
    backward(loss);
    BOOST_TEST(!scene.y.restored.grad().defined());
  }
  for (const auto& entry : scene.global.parameters()) {
    BOOST_TEST(entry.variable.grad().defined(), entry.name);
  }
}

// The local discriminator sees nothing outside the landmarks' window.
BOOST_AUTO_TEST_CASE(the_local_term_looks_at_the_face) {
  Scene scene;
  scene.batch.landmarks = landmarks(6, 30);
  const GfrnetLossOptions only_local{.pixel = 0, .global = 0};
  const auto terms = scene.objective(only_local).restoration_terms(scene.batch, scene.y);
  BOOST_REQUIRE(terms.size() == 1u);
  backward(weighted_sum(terms));
  const auto slope = scene.y.restored.grad().value().span<float>();
  for (Index row = 0; row < kSide; ++row) {
    for (Index column = 0; column < kSide; ++column) {
      const bool inside = std::min(row, column) >= 6 && std::max(row, column) <= 30;
      if (!inside) BOOST_REQUIRE(slope[(row * kSide + column) * 3] == 0);
    }
  }
  BOOST_TEST(slope[(18 * kSide + 18) * 3] != 0);
}

BOOST_AUTO_TEST_CASE(windows_around_landmarks) {
  const Tensor points = tensor({2, 2}, {3.2, 10.9, 20.1, 14});  // rows 10 to 14
  BOOST_TEST((face_window(points, 32, 32, 4) == Window{10, 3, 5, 19}));
  BOOST_TEST((face_window(points, 32, 32, 8) == Window{9, 3, 8, 19}));
  BOOST_TEST((face_window(tensor({1, 2}, {40, -3}), 32, 32, 6) == Window{0, 26, 6, 6}));
  BOOST_CHECK_THROW(face_window(points, 8, 32, 9), std::invalid_argument);
  BOOST_CHECK_THROW(face_window(zeros({2, 3}), 32, 32, 4), std::invalid_argument);
  const Variable x(tensor({1, 2, 3, 1}, {1, 2, 3, 4, 5, 6}));
  BOOST_TEST(crop(x, {1, 1, 1, 2}).value().span<float>()[1] == 6);
  BOOST_CHECK_THROW(crop(x, {1, 1, 2, 2}), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
