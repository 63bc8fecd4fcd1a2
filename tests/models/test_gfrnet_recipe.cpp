#include <boost/test/unit_test.hpp>

#include "autograd/nonfinite.h"
#include "models/gfrnet/recipe.h"
#include "tests/models/built_system.h"

using namespace mien;

namespace {

struct Run : BuiltSystem {
  explicit Run(const std::vector<std::string>& settings = {}) : BuiltSystem("gfrnet", settings) {}

  static TrainingBatch batch() { return batch_with_guides(2); }
  StepReport step(Index at) { return recipe->step(batch(), {.step = at}); }

  // The weights of a part, added up without sign.
  double size_of(const std::string& part) {
    double sum = 0;
    for (const auto& [name, module] : recipe->networks()) {
      for (const auto& entry : module->state()) {
        if (entry.name.find(part) == std::string::npos) continue;
        for (float v : entry.tensor.span<float>()) sum += std::abs(v);
      }
    }
    return sum;
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(gfrnet_recipe)

BOOST_AUTO_TEST_CASE(samples_carry_guides_and_landmarks) {
  const Run run({"guide=other"});
  std::string names;
  for (const auto& field : run.recipe->fields()) names += field.name + " ";
  BOOST_TEST(names == "landmarks guide guide_landmarks ");
  BOOST_TEST(run.recipe->fields()[1].columns == std::vector<std::string>{"other"},
             boost::test_tools::per_element());
  BOOST_TEST((run.recipe->portraits() == PortraitKind::degraded));
}

// While WarpNet learns alone nothing else moves; afterwards all four networks do.
BOOST_AUTO_TEST_CASE(warp_net_learns_first) {
  Run run({"warp_steps=1"});
  const auto sizes = [&] {
    return std::vector<double>{run.size_of("warpnet"), run.size_of("recnet"), run.size_of("global"),
                               run.size_of("local")};
  };
  const auto before = sizes();
  const StepReport alone = run.step(0);
  const auto between = sizes();
  BOOST_TEST(between[0] != before[0]);
  for (int k = 1; k < 4; ++k) BOOST_TEST(between[k] == before[k]);
  BOOST_TEST(value(alone, "landmark") > 0);
  const StepReport all = run.step(1);
  const auto after = sizes();
  for (int k = 0; k < 4; ++k) BOOST_TEST(after[k] != between[k]);
  BOOST_TEST(value(all, "pixel") > 0);
  BOOST_REQUIRE(alone.size() == all.size());
  for (std::size_t i = 0; i < all.size(); ++i) BOOST_TEST(alone[i].name == all[i].name);
}

BOOST_AUTO_TEST_CASE(a_look_changes_nothing) {
  Run looked, untouched;
  BOOST_TEST(!looked.recipe->announcements(Run::batch()).empty());
  BOOST_TEST(looked.recipe->losses(Run::batch()).size() == 3u);
  BOOST_TEST(same_state(*looked.recipe, *untouched.recipe));
}

// What weighs nothing judges nothing, and its log has no columns.
BOOST_AUTO_TEST_CASE(discriminators_without_weight_do_not_learn) {
  for (const std::string idle : {"global", "local"}) {
    Run run({"warp_steps=0", "loss." + idle + "=0"});
    const std::string busy = idle == "global" ? "local" : "global";
    const double idle_before = run.size_of(idle), busy_before = run.size_of(busy);
    const StepReport report = run.step(0);
    BOOST_TEST(run.size_of(idle) == idle_before);
    BOOST_TEST(run.size_of(busy) != busy_before);
    BOOST_TEST(value(report, busy + "_loss") > 0);
    for (const auto& entry : report) BOOST_TEST(!entry.name.starts_with(idle));
    BOOST_TEST(run.recipe->losses(Run::batch()).size() == 2u);
  }
  for (const auto& entry : Run({"loss.pixel=0"}).step(0)) BOOST_TEST(entry.name != "pixel");
}

// While WarpNet learns alone, and where all learn: discriminators do, as a flow of NaN reads zeros.
BOOST_AUTO_TEST_CASE(a_nan_is_found_before_it_is_learned) {
  for (const char* steps : {"warp_steps=1", "warp_steps=0"}) {
    Run run({steps}), untouched({steps});
    for (Run* one : {&run, &untouched}) {
      spoil(*one->recipe->networks()[0].module, "warpnet.encoder.e1.conv.weight");
    }
    BOOST_CHECK_EXCEPTION(run.step(0), NonFiniteError, [](const auto& e) {
      return std::string(e.what()).starts_with("conv2d in gfrnet.warpnet.encoder.e1");
    });
    BOOST_TEST(same_parameters(*run.recipe->networks()[0].module,
                               *untouched.recipe->networks()[0].module));
  }
}

// Faces of one colour, so that few steps get somewhere.
BOOST_AUTO_TEST_CASE(one_batch_can_be_learned) {
  Run run({"warp_steps=0", "optimizer.learning_rate=2e-3"});
  TrainingBatch batch = Run::batch();
  fill(batch.target, 0.8);
  double first = 0, last = 0;
  for (Index at = 0; at < 25; ++at) {
    last = value(run.recipe->step(batch, {.step = at}), "pixel");
    if (at == 0) first = last;
  }
  BOOST_TEST(last < 0.5 * first, "went from " << first << " to " << last);
}

BOOST_AUTO_TEST_CASE(variants_without_flow_have_no_flow_terms) {
  for (const char* variant : {"variant=no_warp", "variant=no_guide"}) {
    Run run({variant});
    const StepReport report = run.step(0);
    BOOST_TEST(value(report, "pixel") > 0);
    for (const auto& entry : report) BOOST_TEST(entry.name != "landmark");
    BOOST_TEST(run.recipe->optimizers().size() == 3u);
  }
}

// -F: WarpNet learns by what RecNet makes of the warped guide alone.
BOOST_AUTO_TEST_CASE(warp_net_may_go_without_losses_of_its_own) {
  Run run({"loss.landmark=0", "loss.variation=0", "warp_steps=0"});
  const double before = run.size_of("warpnet");
  BOOST_TEST(value(run.step(0), "pixel") > 0);
  BOOST_TEST(run.size_of("warpnet") != before);
}

// Each image by itself: the others of a batch change nothing.
BOOST_AUTO_TEST_CASE(recovery_does_not_mix_images) {
  Run run;
  const TrainingBatch two = Run::batch();
  const Tensor both = run.recipe->recover(two.input, two.fields);
  const Tensor second =
      run.recipe->recover(two.input.slice(1, 2), {{"guide", two.fields.at("guide").slice(1, 2)}});
  BOOST_TEST(both.shape() == two.input.shape());
  for (Index i = 0; i < second.numel(); ++i) {
    BOOST_REQUIRE(both.span<float>()[second.numel() + i] == second.span<float>()[i]);
    BOOST_REQUIRE(std::abs(second.span<float>()[i]) <= 1);
  }
}

BOOST_AUTO_TEST_CASE(learning_rate_falls_twice) {
  Run run({"warp_steps=0", "optimizer.learning_rate_epochs=2"});
  const auto rate = [&](Index epoch) {
    return value(run.recipe->step(Run::batch(), {.step = epoch}), "learning_rate");
  };
  BOOST_TEST(rate(1) == 2e-4, boost::test_tools::tolerance(1e-9));
  BOOST_TEST(rate(2) == 2e-5, boost::test_tools::tolerance(1e-9));
  BOOST_TEST(rate(4) == 2e-6, boost::test_tools::tolerance(1e-9));
  BOOST_TEST(rate(9) == 2e-6, boost::test_tools::tolerance(1e-9));
}

BOOST_AUTO_TEST_CASE(what_is_missing_is_explained) {
  Run run;
  const auto says = [](const std::string& message) {
    return [=](const std::exception& e) { return std::string(e.what()) == message; };
  };
  BOOST_CHECK_EXCEPTION(run.recipe->step(batch_of(1), {}), std::invalid_argument,
                        says("gfrnet: samples lack the field \"guide\""));
  BOOST_CHECK_EXCEPTION(run.recipe->recover(batch_of(1).input), std::invalid_argument,
                        says("gfrnet: samples lack the field \"guide\""));
  BOOST_CHECK_THROW(Run({"loss.landmark=0", "loss.variation=0"}), std::invalid_argument);
  BOOST_CHECK_THROW(run.recipe->preset("paper2"), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
