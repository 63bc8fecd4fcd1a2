#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cmath>

#include "autograd/nonfinite.h"
#include "models/isegan/recipe.h"
#include "tests/models/built_system.h"

using namespace mien;

namespace {

struct Run : BuiltSystem {
  explicit Run(const std::vector<std::string>& settings = {}) : BuiltSystem("isegan", settings) {}

  StepReport step(Index at, const TrainingBatch& batch = batch_with_parsings(2)) {
    return recipe->step(batch, {.step = at});
  }

  // The weights of a network, added up without sign.
  double size_of(const std::string& network) {
    double sum = 0;
    for (const auto& [name, module] : recipe->networks()) {
      if (name != network) continue;
      for (const auto& entry : module->state()) {
        for (float v : entry.tensor.span<float>()) sum += std::abs(v);
      }
    }
    return sum;
  }
};

std::string names_of(const StepReport& report) {
  std::string names;
  for (const auto& entry : report) names += entry.name + " ";
  return names;
}

auto says(const std::string& message) {
  return [=](const std::exception& e) { return std::string(e.what()) == message; };
}

}  // namespace

BOOST_AUTO_TEST_SUITE(isegan_recipe)

BOOST_AUTO_TEST_CASE(samples_carry_both_parsings) {
  const Run run;
  std::string names;
  for (const auto& field : run.recipe->fields()) names += field.name + " ";
  BOOST_TEST(names == "parsing sketch_parsing ");
  BOOST_TEST((run.recipe->portraits() == PortraitKind::sketched));
}

BOOST_AUTO_TEST_CASE(a_step_updates_all_five_and_reports_every_term) {
  Run run;
  const std::vector<std::string> networks = {"dip", "se", "d_1", "d_par", "d_2"};
  std::vector<double> before;
  for (const auto& name : networks) before.push_back(run.size_of(name));
  const StepReport report = run.step(0);
  for (std::size_t k = 0; k < networks.size(); ++k) {
    BOOST_TEST(run.size_of(networks[k]) != before[k], networks[k]);
  }
  BOOST_TEST(names_of(report) ==
             "d_1_loss d_par_loss d_2_loss first_adversarial first_adversarial_parsing "
             "first_compositional first_parsing second_adversarial second_compositional ");
  for (const auto& entry : report) BOOST_TEST((std::isfinite(entry.value) && entry.value > 0));
  BOOST_TEST(run.recipe->losses(batch_with_parsings(1)).size() == 5u);
}

// The first step of the recipe is that of the objective, with networks of the same weights, in the
// paper's order: generators meet discriminators that have already learned.
BOOST_AUTO_TEST_CASE(discriminators_learn_before_generators) {
  Run fast({"optimizer.learning_rate=1e-2", "dip.dropout=0"}),
      slow({"optimizer.learning_rate=1e-9", "dip.dropout=0"});
  const StepReport a = fast.step(0), b = slow.step(0);
  for (const char* name : {"d_1_loss", "d_par_loss", "d_2_loss", "first_compositional",
                           "first_parsing", "second_compositional"}) {
    BOOST_TEST(value(a, name) == value(b, name), boost::test_tools::tolerance(1e-5));
  }
  for (const char* name :
       {"first_adversarial", "first_adversarial_parsing", "second_adversarial"}) {
    BOOST_TEST(std::abs(value(a, name) - value(b, name)) > 1e-3, name);
  }
}

BOOST_AUTO_TEST_CASE(one_batch_can_be_learned) {
  Run run({"optimizer.learning_rate=2e-3"});
  TrainingBatch batch = batch_with_parsings(1);
  fill(batch.target, 0.8);
  double first = 0, last = 0;
  for (Index at = 0; at < 25; ++at) {
    last = value(run.step(at, batch), "second_compositional");
    if (at == 0) first = last;
  }
  BOOST_TEST(last < 0.6 * first, "went from " << first << " to " << last);
}

BOOST_AUTO_TEST_CASE(the_same_steps_give_the_same_weights) {
  Run one, two, other({"dip.dropout=0"});
  for (Index at = 0; at < 2; ++at) {
    one.step(at);
    two.step(at);
    other.step(at);
  }
  BOOST_TEST(one.size_of("dip") == two.size_of("dip"));
  BOOST_TEST(one.size_of("se") == two.size_of("se"));
  BOOST_TEST(one.size_of("dip") != other.size_of("dip"));
}

BOOST_AUTO_TEST_CASE(a_nan_is_found_before_it_is_learned) {
  Run run, untouched;
  for (Run* one : {&run, &untouched}) spoil(*one->recipe->networks()[2].module, "weight");
  BOOST_CHECK_EXCEPTION(run.step(0), NonFiniteError, [](const auto& e) {
    return std::string(e.what()).starts_with("conv2d in d_1.");
  });
  for (int k = 0; k < 5; ++k) {
    BOOST_TEST(same_parameters(*run.recipe->networks()[k].module,
                               *untouched.recipe->networks()[k].module));
  }
}

BOOST_AUTO_TEST_CASE(every_reading_of_the_paper_trains) {
  const std::vector<std::vector<std::string>> readings = {
      {"dip.fusion=bottleneck", "dip.norm=spade"},
      {"se.parsing=sketch", "loss.parsing=0", "loss.delta=1"},
      {"dip.norm=spade_and_features", "dip.shortcut=input"},
      {"loss.adversarial=least_squares", "loss.parsing_norm=norm", "patch_padding=2"},
      {"loss.adversarial=min_max", "loss.compositional_form=whole",
       "loss.parsing_norm=mean_square"},
      {"loss.compositional=0", "loss.parsing=0", "loss.alpha=0"}};
  for (const auto& settings : readings) {
    Run run(settings);
    for (const auto& entry : run.step(0)) BOOST_TEST(std::isfinite(entry.value));
  }
}

BOOST_AUTO_TEST_CASE(a_step_in_double_is_that_in_float) {
  Run single;
  BuiltSystem twice("isegan", {}, kCpu, DType::float64);
  TrainingBatch batch = batch_with_parsings(2);
  const StepReport a = single.step(0, batch);
  batch.input = batch.input.to(DType::float64);
  batch.target = batch.target.to(DType::float64);
  for (auto& [name, values] : batch.fields) values = values.to(DType::float64);
  const StepReport b = twice.recipe->step(batch, {});
  BOOST_REQUIRE(a.size() == b.size());
  for (std::size_t i = 0; i < a.size(); ++i) {
    BOOST_TEST(a[i].value == b[i].value, boost::test_tools::tolerance(1e-3));
  }
  BOOST_TEST((twice.recipe->recover(batch.input, batch.fields).dtype() == DType::float64));
}

BOOST_AUTO_TEST_CASE(announcements_change_nothing_and_name_what_is_missing) {
  Run run, untouched;
  const auto lines = run.recipe->announcements(batch_with_parsings(1));
  BOOST_TEST(lines.front().find("loss.vgg_weights") != std::string::npos);
  BOOST_TEST(std::ranges::count_if(lines, [](const std::string& line) {
               return line.starts_with("share of ");
             }) == 6);
  BOOST_TEST(run.size_of("se") == untouched.size_of("se"));
  BOOST_TEST(value(run.step(0), "first_parsing") == value(untouched.step(0), "first_parsing"));
}

// Each image by itself: the others of a batch change nothing; nor does colour.
BOOST_AUTO_TEST_CASE(recovery_does_not_mix_images) {
  Run run;
  const TrainingBatch two = batch_with_parsings(2);
  const Tensor both = run.recipe->recover(two.input, two.fields);
  const Tensor second = run.recipe->recover(
      two.input.slice(1, 2), {{"sketch_parsing", two.fields.at("sketch_parsing").slice(1, 2)}});
  BOOST_TEST(both.shape() == two.input.shape());
  for (Index i = 0; i < second.numel(); ++i) {
    BOOST_REQUIRE(both.span<float>()[second.numel() + i] == second.span<float>()[i]);
    BOOST_REQUIRE(std::abs(second.span<float>()[i]) <= 1);
  }
}

// Stage I's photographs depend on stage I alone.
BOOST_AUTO_TEST_CASE(either_stage_may_be_shown) {
  Run first({"stage=first"}), same({"stage=first", "se.parsing=sketch"}), second;
  const TrainingBatch batch = batch_with_parsings(1);
  const auto photo = [&](Run& run) {
    const Tensor y = run.recipe->recover(batch.input, batch.fields);
    BOOST_TEST(y.shape() == batch.target.shape());
    return std::vector<float>(y.span<float>().begin(), y.span<float>().end());
  };
  BOOST_TEST((photo(first) == photo(same)));
  BOOST_TEST((photo(first) != photo(second)));
}

BOOST_AUTO_TEST_CASE(what_is_missing_is_explained) {
  Run run;
  BOOST_CHECK_EXCEPTION(run.step(0, batch_of(1)), std::invalid_argument,
                        says("isegan: samples lack the field \"sketch_parsing\""));
  BOOST_CHECK_EXCEPTION(run.recipe->recover(batch_of(1).input), std::invalid_argument,
                        says("isegan: samples lack the field \"sketch_parsing\""));
  BOOST_CHECK_THROW(run.recipe->preset("paper2"), std::invalid_argument);
  BOOST_CHECK_THROW(run.recipe->build(96), std::invalid_argument);
  BOOST_CHECK_THROW(Run({"dip.fusion=middle"}), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(the_paper_preset) {
  Run run({"optimizer.learning_rate=1e-3"});
  Index batch = 4, steps = 1;  // options of the run, which a preset sets too
  bool mirror = true;
  double repaint = 0.5;
  run.table.add("batch", batch, "");
  run.table.add("steps", steps, "");
  run.table.add("mirror", mirror, "");
  run.table.add("repaint", repaint, "");
  run.table.read_toml(run.recipe->preset("paper"), "paper");
  BOOST_TEST((batch == 1 && steps == 700 * 268 && !mirror && repaint == 0));
}

BOOST_AUTO_TEST_SUITE_END()
