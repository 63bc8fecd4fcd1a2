#include <boost/test/unit_test.hpp>
#include <cmath>

#include "models/recovery/recovery_recipe.h"
#include "tests/models/built_system.h"

using namespace mien;

namespace {

struct Run : BuiltSystem {
  explicit Run(std::vector<std::string> settings = {})
      : BuiltSystem("tann", narrow(std::move(settings))) {}

  StepReport step(Index at, const TrainingBatch& batch = batch_with_triplets(2)) {
    return recipe->step(batch, {.step = at});
  }
  std::vector<float> weights(const std::string& name) {
    for (const auto& entry : recipe->networks()[0].module->state()) {
      if (entry.name == name)
        return {entry.tensor.span<float>().begin(), entry.tensor.span<float>().end()};
    }
    BOOST_FAIL("there are no weights " << name);
    return {};
  }

 private:
  // Without the feature network, which is as wide as ever; and nobody waits.
  static std::vector<std::string> narrow(std::vector<std::string> settings) {
    settings.insert(settings.begin(), {"width_divisor=32", "objective=tun_dn", "loss.margin=0"});
    return settings;
  }
};

const std::string kFirst = "tun.e1.conv.weight", kLast = "tun.d8.weight";

auto says(const std::string& part) {
  return [=](const std::exception& e) {
    return std::string(e.what()).find(part) != std::string::npos;
  };
}

// What a preset sets of a run, beside its system's options.
struct RunPart {
  explicit RunPart(OptionTable& table) {
    table.add("mirror", mirror, "");
    table.add("repaint", repaint, "");
    table.add("batch", batch, "");
  }
  bool mirror = true;
  double repaint = 0.5;
  Index batch = 16;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(tann_recipe)

BOOST_AUTO_TEST_CASE(samples_carry_triplets) {
  const Run run({"loss.triplet_views=any"}), without({"loss.triplet_weight=0"});
  std::string fields;
  for (const auto& field : run.recipe->fields())
    fields += field.name + " " + field.columns[0] + " ";
  BOOST_TEST(fields == "positive any negative any ");
  BOOST_TEST(without.recipe->fields().empty());
  BOOST_TEST((run.recipe->portraits() == PortraitKind::tiny));
}

BOOST_AUTO_TEST_CASE(one_batch_can_be_learned) {
  Run run({"objective=tun", "loss.triplet_weight=0", "optimizer.learning_rate=5e-3"});
  TrainingBatch batch = batch_with_triplets(2);
  fill(batch.target, 0.8);
  const double first = value(run.step(0, batch), "pixel");
  double last = first;
  for (Index at = 1; at < 12; ++at) last = value(run.step(at, batch), "pixel");
  BOOST_TEST(last < 0.5 * first, "went from " << first << " to " << last);
}

// A margin so wide that every triplet acts: its gradient moves the encoder alone, and the decoder
// if other terms do.
BOOST_AUTO_TEST_CASE(the_triplet_term_acts) {
  const std::vector<std::string> wide = {"loss.triplet_margin=1000", "loss.triplet_weight=10"};
  Run with(wide), without({"loss.triplet_weight=0"});
  const StepReport report = with.step(0);
  without.step(0);
  BOOST_TEST(value(report, "triplet") > 0);
  BOOST_TEST(with.weights(kFirst) != without.weights(kFirst));
  BOOST_TEST(with.weights(kLast) == without.weights(kLast), boost::test_tools::per_element());
}

// Forms of the gradient have one value only where the negatives do not matter; updates of its own
// move the encoder before the other terms are computed.
BOOST_AUTO_TEST_CASE(forms_and_updates_differ) {
  const auto after = [](std::vector<std::string> more) {
    more.insert(more.end(), {"loss.triplet_margin=1000", "loss.triplet_weight=10"});
    Run run(more);
    BOOST_TEST(std::isfinite(value(run.step(0), "triplet")));
    return run.weights(kFirst);
  };
  const auto joint = after({});
  BOOST_TEST(after({}) == joint, boost::test_tools::per_element());
  BOOST_TEST(after({"loss.triplet=gradient_form"}) != joint);
  BOOST_TEST(after({"loss.triplet_update=alternating"}) != joint);
}

BOOST_AUTO_TEST_CASE(other_networks_need_no_triplets) {
  for (const char* network : {"network=urdgn", "network=tdn", "skips=true"}) {
    Run run({network, "loss.triplet_weight=0"});
    const TrainingBatch batch = batch_of(1, 128);
    BOOST_TEST(std::isfinite(value(run.step(0, batch), "adversarial")));
    BOOST_TEST(run.recipe->recover(batch.input).shape() == batch.target.shape());
  }
}

// Faces depend on block means: what is inside a block does not show.
BOOST_AUTO_TEST_CASE(recovery_sees_tiny_faces) {
  Run run;
  const TrainingBatch batch = batch_with_triplets(1);
  Tensor other = batch.input.clone();
  other.mutable_data<float>()[0] += 0.25f;
  other.mutable_data<float>()[3] -= 0.25f;
  const Tensor face = run.recipe->recover(batch.input), same = run.recipe->recover(other);
  for (Index i = 0; i < face.numel(); ++i) {
    BOOST_REQUIRE(std::abs(face.span<float>()[i] - same.span<float>()[i]) < 1e-5);
  }
}

BOOST_AUTO_TEST_CASE(the_paper_preset) {
  Run run;
  const RunPart part(run.table);
  run.table.read_toml(run.recipe->preset("paper"), "paper");
  BOOST_TEST((!part.mirror && part.repaint == 0 && part.batch == 10));
  run.recipe->build(128);
  run.recipe->initialize(1);
  run.recipe->prepare_training();
  const StepReport report = run.step(1000);  // beyond the floor
  BOOST_TEST(value(report, "learning_rate") == 1e-5, boost::test_tools::tolerance(1e-9));
}

// As the README has them, beside the preset.
BOOST_AUTO_TEST_CASE(ancestors_train_by_their_own_settings) {
  for (const char* network : {"network=urdgn", "network=tdn"}) {
    BuiltSystem built("tann", {network, "objective=tun_dn", "loss.triplet_weight=0"});
    const RunPart part(built.table);
    built.table.read_toml(built.recipe->preset("paper"), "paper");
    BOOST_CHECK_THROW(built.recipe->build(128), std::invalid_argument);  // the preset has triplets
    built.table.set("loss.triplet_weight=0");
    built.table.set("loss.adversarial_decay=0.99");
    built.recipe->build(128);
    built.recipe->initialize(1);
    built.recipe->prepare_training();
    BOOST_TEST(value(built.recipe->step(batch_of(2, 128), {}), "adversarial") > 0);
  }
}

BOOST_AUTO_TEST_CASE(what_is_missing_is_explained) {
  Run run;
  BOOST_CHECK_EXCEPTION(run.step(0, batch_of(1, 128)), std::invalid_argument,
                        says("tann: samples lack the field \"positive\""));
  BOOST_CHECK_EXCEPTION(run.recipe->build(64), std::invalid_argument,
                        says("give --size 128 instead of 64"));
  BOOST_CHECK_EXCEPTION(Run({"network=tdn"}), std::invalid_argument,
                        says("network=tdn has no embedding to compare; set loss.triplet_weight=0"));
  for (const char* setting : {"skips=true", "stn_start=code_faithful"}) {
    BOOST_CHECK_THROW(Run({"network=urdgn", setting, "loss.triplet_weight=0"}),
                      std::invalid_argument);
  }
}

BOOST_AUTO_TEST_SUITE_END()
