#include <boost/test/unit_test.hpp>
#include <cmath>
#include <map>

#include "models/phases.h"
#include "models/tann/tdae_recipe.h"
#include "tests/models/built_system.h"

using namespace mien;

namespace {

struct Run : BuiltSystem {
  explicit Run(std::vector<std::string> settings = {})
      : BuiltSystem("tdae", narrow(std::move(settings))) {}

  // Step 0 trains decoder 1, step 1 the encoder, the others decoder 2.
  StepReport step(Index at) { return recipe->step(batch(), {.step = at}); }
  static TrainingBatch batch() {
    TrainingBatch batch = batch_with_triplets(2);
    batch.fields.clear();
    return batch;
  }
  // The state of each part, added up without sign.
  std::map<std::string, double> sizes() {
    std::map<std::string, double> sums;
    for (const auto& [name, module] : recipe->networks()) {
      for (const auto& entry : module->state()) {
        if (entry.name == "tdae.phase") continue;
        const auto rest = entry.name.find('.', name == "tdae" ? 5 : 0);
        for (float v : entry.tensor.span<float>()) {
          sums[entry.name.substr(0, rest)] += std::abs(v);
        }
      }
    }
    return sums;
  }

 private:
  static std::vector<std::string> narrow(std::vector<std::string> settings) {
    settings.insert(settings.begin(),
                    {"width_divisor=32", "loss.margin=0", "decoder_1_steps=1", "encoder_steps=1"});
    return settings;
  }
};

std::string names_of(const StepReport& report) {
  std::string names;
  for (const auto& entry : report) names += entry.name + " ";
  return names;
}

std::string changed(const std::map<std::string, double>& before,
                    const std::map<std::string, double>& after) {
  std::string names;
  for (const auto& [name, size] : after) names += size != before.at(name) ? name + " " : "";
  return names;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(tdae_recipe)

BOOST_AUTO_TEST_CASE(phases_come_one_after_the_other) {
  const auto at = [](Index step) { return phase_at(step, {3, 0, 2}); };
  BOOST_TEST((at(0).phase == 0 && at(2).phase == 0 && at(2).step == 2));
  BOOST_TEST((at(3).phase == 2 && at(3).step == 0));  // the second one has no steps
  BOOST_TEST((at(5).phase == 3 && at(9).phase == 3 && at(9).step == 4));
}

BOOST_AUTO_TEST_CASE(reports_have_the_columns_of_all_phases) {
  const StepReport report = in_columns({"a", "b", "c"}, {{"c", 3}, {"a", 1}});
  BOOST_TEST(names_of(report) == "a b c ");
  BOOST_TEST((report[0].value == 1 && report[1].value == 0 && report[2].value == 3));
  BOOST_CHECK_THROW(in_columns({"a"}, {{"b", 1}}), std::logic_error);
}

BOOST_AUTO_TEST_CASE(each_phase_trains_its_own) {
  Run run;
  auto before = run.sizes();
  const auto expect = [&](Index at, const std::string& networks) {
    const StepReport report = run.step(at);
    BOOST_TEST(names_of(report) ==
               "phase discriminator real_error fake_error pixel adversarial learning_rate ");
    BOOST_TEST(value(report, "phase") == std::min<Index>(at, 2) + 1);
    BOOST_TEST(value(report, "pixel") > 0);
    BOOST_TEST((value(report, "adversarial") == 0) == (at == 1));
    const auto after = run.sizes();
    BOOST_TEST(changed(before, after) == networks);
    before = after;
  };
  expect(0, "dn_1 tdae.decoder_1 ");
  expect(1, "tdae.encoder ");
  expect(2, "dn_2 tdae.decoder_2 ");
  expect(3, "dn_2 tdae.decoder_2 ");
}

BOOST_AUTO_TEST_CASE(schedules_begin_anew_in_each_phase) {
  Run run({"encoder_steps=2", "optimizer.learning_rate_decay=0.5"});
  const auto rate = [&](Index at) { return value(run.step(at), "learning_rate"); };
  BOOST_TEST(rate(1) == 1e-4, boost::test_tools::tolerance(1e-9));
  BOOST_TEST(rate(2) == 5e-5, boost::test_tools::tolerance(1e-9));
  BOOST_TEST(rate(3) == 1e-4, boost::test_tools::tolerance(1e-9));
}

// What each phase makes, as far as training is; a file says how far that was.
BOOST_AUTO_TEST_CASE(recovery_follows_the_phase) {
  Run run;
  const Tensor input = Run::batch().input;
  const auto recovered = [&] {
    const Tensor face = run.recipe->recover(input);
    BOOST_TEST(face.shape() == input.shape());
    return std::vector<float>(face.span<float>().begin(), face.span<float>().end());
  };
  run.step(0);
  const auto first = recovered();
  BOOST_TEST(first == recovered(), boost::test_tools::per_element());  // no noise
  run.step(1);
  const auto second = recovered();
  for (Index i = 0; i < 8; ++i) BOOST_TEST(second[3 * i] == second[0]);  // blocks
  run.step(2);
  const auto third = recovered();
  BOOST_TEST(third[3] != third[0]);

  Run other;
  for (std::size_t k = 0; k < other.recipe->networks().size(); ++k) {
    const auto from = run.recipe->networks()[k].module->state();
    const auto to = other.recipe->networks()[k].module->state();
    for (std::size_t i = 0; i < from.size(); ++i) Tensor(to[i].tensor).copy_from(from[i].tensor);
  }
  const Tensor same = other.recipe->recover(input);
  for (Index i = 0; i < same.numel(); ++i) BOOST_REQUIRE(same.span<float>()[i] == third[i]);
}

BOOST_AUTO_TEST_CASE(noise_is_drawn_for_each_step) {
  Run noisy({"objective=pixels"}), same({"objective=pixels"}),
      plain({"objective=pixels", "noise=0"});
  BOOST_TEST(value(noisy.step(0), "pixel") == value(same.step(0), "pixel"));
  BOOST_TEST(value(noisy.step(0), "pixel") != value(plain.step(0), "pixel"));
  BOOST_TEST(names_of(noisy.step(1)) == "phase pixel learning_rate ");
}

BOOST_AUTO_TEST_CASE(every_phase_learns_one_batch) {
  for (Index phase = 0; phase < 3; ++phase) {
    Run run({"objective=pixels", "optimizer.learning_rate=5e-3", "noise=0",
             text("decoder_1_steps=", phase == 0 ? 100 : 0),
             text("encoder_steps=", phase == 1 ? 100 : 0)});
    TrainingBatch batch = Run::batch();
    fill(batch.target, 0.8);
    const double first = value(run.recipe->step(batch, {.step = 0}), "pixel");
    double last = first;
    for (Index at = 1; at < 12; ++at) last = value(run.recipe->step(batch, {.step = at}), "pixel");
    BOOST_TEST(last < 0.5 * first, "phase " << phase << " went from " << first << " to " << last);
  }
}

BOOST_AUTO_TEST_CASE(losses_and_announcements_leave_all_as_it_was) {
  Run run, untouched;
  BOOST_TEST(run.recipe->losses(Run::batch()).size() == 5u);  // two decoders with theirs, encoder
  const auto lines = run.recipe->announcements(Run::batch());
  BOOST_TEST(lines.front() ==
             "decoder 1 learns for 1 steps, then the encoder for 1, then decoder 2");
  BOOST_TEST(same_state(*run.recipe, *untouched.recipe));
  for (Index at = 0; at < 3; ++at) {
    BOOST_TEST(value(run.step(at), "pixel") > 0);
    untouched.step(at);
  }
  BOOST_TEST(same_state(*run.recipe, *untouched.recipe));
  BOOST_TEST(run.recipe->optimizers().size() == 5u);
}

BOOST_AUTO_TEST_CASE(what_is_wrong_is_explained) {
  Run run;
  BOOST_CHECK_EXCEPTION(run.recipe->build(64), std::invalid_argument, [](const auto& e) {
    return std::string(e.what()).find("tdae: faces of 128 pixels") == 0;
  });
  BOOST_CHECK_THROW(Run({"loss.identity_weight=1"}), std::invalid_argument);  // it has no such term
  BOOST_CHECK_THROW(Run({"network=tdn"}), std::invalid_argument);
  BOOST_TEST(run.recipe->preset("paper").find("adversarial_decay = 0.99\n") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
