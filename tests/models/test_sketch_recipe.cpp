// What is the same for every system that turns sketches into photographs.
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "autograd/nonfinite.h"
#include "layers/state_file.h"
#include "models/backbones/vgg.h"
#include "tests/data/temporary_folder.h"
#include "tests/models/sketch_run.h"

using namespace mien;

namespace {

struct System {
  std::string model;
  std::vector<std::string> settings;
  std::string networks, report, learned;
  Index paper_steps;
  std::ptrdiff_t shares;  // of gradients that are announced
  std::string without_dropout;

  SketchRun run(const std::vector<std::string>& more = {}) const {
    std::vector<std::string> all = settings;
    all.insert(all.end(), more.begin(), more.end());
    return SketchRun(model, all);
  }
};

std::ostream& operator<<(std::ostream& out, const System& system) {
  out << system.model;
  for (const auto& setting : system.settings) out << " " << setting;
  return out;
}

const std::vector<System> kSystems = {
    {"isegan",
     {},
     "dip se d_1 d_par d_2 ",
     "d_1_loss d_par_loss d_2_loss first_adversarial first_adversarial_parsing "
     "first_compositional first_parsing second_adversarial second_compositional ",
     "second_compositional",
     700 * 268,
     6,
     "dip.dropout=0"},
    {"scagan",
     {},
     "first second d_1 d_2 ",
     "d_1_loss d_2_loss first_adversarial first_compositional second_adversarial "
     "second_compositional ",
     "second_compositional",
     700 * 268,
     4,
     {}},
    {"scagan",
     {"stages=1"},
     "first d_1 ",
     "d_1_loss first_adversarial first_compositional ",
     "first_compositional",
     700 * 268,
     2,
     {}},
    {"chan", {}, "chan d ", "d_loss adversarial pixel ", "pixel", 800 * 268, 2, "dropout=0"}};

bool is_chan(const System& system) { return system.model == "chan"; }

auto says(const std::string& message) {
  return [=](const std::exception& e) { return std::string(e.what()) == message; };
}

std::vector<std::string> at_rate(const System& system, const std::string& rate) {
  std::vector<std::string> settings = {"optimizer.learning_rate=" + rate};
  if (!system.without_dropout.empty()) settings.push_back(system.without_dropout);
  return settings;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(sketch_recipe)

BOOST_DATA_TEST_CASE(a_step_updates_all_networks_and_reports_every_term, kSystems, system) {
  SketchRun run = system.run();
  BOOST_TEST((run.recipe->portraits() == PortraitKind::sketched));
  BOOST_TEST(names_of(run.recipe->networks()) == system.networks);
  BOOST_TEST(names_of(run.recipe->optimizers()) == system.networks);
  const auto before = run.sizes();
  const StepReport report = run.step(0);
  const auto after = run.sizes();
  for (std::size_t k = 0; k < after.size(); ++k) BOOST_TEST(after[k] != before[k], k);
  BOOST_TEST(names_of(report) == system.report);
  for (const auto& entry : report) BOOST_TEST((std::isfinite(entry.value) && entry.value > 0));
  BOOST_TEST(run.recipe->losses(batch_with_parsings(1)).size() == after.size());
}

// In the papers' order generators meet discriminators that have already learned; what they made of
// the batch is from before.
BOOST_DATA_TEST_CASE(discriminators_learn_before_generators, kSystems, system) {
  SketchRun fast = system.run(at_rate(system, "1e-2")), slow = system.run(at_rate(system, "1e-9"));
  const StepReport a = fast.step(0), b = slow.step(0);
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (a[i].name.find("adversarial") != std::string::npos) {
      BOOST_TEST(std::abs(a[i].value - b[i].value) > 1e-3, a[i].name);
    } else {
      BOOST_TEST(a[i].value == b[i].value, boost::test_tools::tolerance(1e-5));
    }
  }
}

BOOST_DATA_TEST_CASE(one_batch_can_be_learned, kSystems, system) {
  SketchRun run = system.run({"optimizer.learning_rate=2e-3"});
  TrainingBatch batch = batch_with_parsings(1);
  fill(batch.target, 0.8);
  double first = 0, last = 0;
  for (Index at = 0; at < 25; ++at) {
    last = value(run.step(at, batch), system.learned);
    if (at == 0) first = last;
  }
  BOOST_TEST(last < 0.6 * first, "went from " << first << " to " << last);
}

BOOST_DATA_TEST_CASE(the_same_steps_give_the_same_weights, kSystems, system) {
  SketchRun one = system.run(), two = system.run();
  for (Index at = 0; at < 2; ++at) {
    one.step(at);
    two.step(at);
  }
  BOOST_TEST((one.sizes() == two.sizes()));
  if (system.without_dropout.empty()) return;
  SketchRun other = system.run({system.without_dropout});
  for (Index at = 0; at < 2; ++at) other.step(at);
  BOOST_TEST(one.sizes().front() != other.sizes().front());
}

BOOST_DATA_TEST_CASE(a_nan_is_found_before_it_is_learned, kSystems, system) {
  SketchRun run = system.run(), untouched = system.run();
  const std::string judge = is_chan(system) ? "d" : "d_1";
  for (SketchRun* one : {&run, &untouched}) {
    for (const auto& [name, module] : one->recipe->networks()) {
      if (name == judge) spoil(*module, "weight");
    }
  }
  BOOST_CHECK_EXCEPTION(run.step(0), NonFiniteError, [&](const auto& e) {
    return std::string(e.what()).starts_with("conv2d in " + judge + ".");
  });
  for (std::size_t k = 0; k < run.recipe->networks().size(); ++k) {
    BOOST_TEST(same_parameters(*run.recipe->networks()[k].module,
                               *untouched.recipe->networks()[k].module));
  }
}

BOOST_DATA_TEST_CASE(a_step_in_double_is_that_in_float, kSystems, system) {
  SketchRun single = system.run();
  SketchRun twice(system.model, system.settings, kCpu, DType::float64);
  TrainingBatch batch = batch_with_parsings(2);
  const StepReport a = single.step(0, batch);
  batch.input = batch.input.to(DType::float64);
  batch.target = batch.target.to(DType::float64);
  for (auto& [name, values] : batch.fields) values = values.to(DType::float64);
  const StepReport b = twice.step(0, batch);
  BOOST_REQUIRE(a.size() == b.size());
  for (std::size_t i = 0; i < a.size(); ++i) {
    BOOST_TEST(a[i].value == b[i].value, boost::test_tools::tolerance(1e-3));
  }
  BOOST_TEST((twice.recipe->recover(batch.input, batch.fields).dtype() == DType::float64));
}

BOOST_DATA_TEST_CASE(a_look_changes_nothing_and_names_what_is_missing, kSystems, system) {
  SketchRun run = system.run(), untouched = system.run();
  const auto lines = run.recipe->announcements(batch_with_parsings(1));
  const bool wants_features = lines.front().find("loss.vgg_weights") != std::string::npos;
  BOOST_TEST(wants_features == !is_chan(system));
  BOOST_TEST(std::ranges::count_if(lines, [](const std::string& line) {
               return line.starts_with("share of ");
             }) == system.shares);
  BOOST_TEST(run.recipe->losses(batch_with_parsings(1)).size() == run.recipe->optimizers().size());
  BOOST_TEST(same_state(*run.recipe, *untouched.recipe));
  BOOST_TEST(value(run.step(0), system.learned) == value(untouched.step(0), system.learned));
}

// Both stages of those that compare features do, if there is a network for them.
BOOST_AUTO_TEST_CASE(photographs_are_compared_by_their_features) {
  const TemporaryFolder folder;
  Vgg narrow({.depth = 19, .taps = {"relu1_1", "relu3_4"}, .width_divisor = 32});
  narrow.initialize(1);
  SafetensorsFile file;
  file.metadata["input"] = "RGB [0,1]";
  add_state(file, narrow);
  write_safetensors(folder / "vgg19.safetensors", file);
  const std::string weights = "loss.vgg_weights=" + (folder / "vgg19.safetensors").string();
  for (const char* model : {"isegan", "scagan"}) {
    SketchRun with(model, {weights, "loss.vgg_last=relu3_4", "loss.perceptual=2"});
    SketchRun without(model, {weights, "loss.vgg_last=relu3_4", "loss.perceptual=0"});
    const auto lines = with.recipe->announcements(batch_with_parsings(1));
    BOOST_TEST(lines.front().find("loss.vgg_weights") == std::string::npos);
    const StepReport report = with.step(0);
    BOOST_TEST(value(report, "first_perceptual") > 0);
    BOOST_TEST(value(report, "second_perceptual") > 0);
    BOOST_TEST(names_of(without.step(0)).find("perceptual") == std::string::npos);
    BOOST_TEST(with.sizes().front() != without.sizes().front());
    BOOST_CHECK_THROW(SketchRun(model, {weights}), std::invalid_argument);  // it lacks relu4_1
  }
}

// Each image by itself: the others of a batch change nothing; nor does colour.
BOOST_DATA_TEST_CASE(recovery_does_not_mix_images, kSystems, system) {
  SketchRun run = system.run();
  const TrainingBatch two = batch_with_parsings(2);
  const auto both = run.photo_of(two), second = run.photo_of(rows(two, 1, 2));
  for (std::size_t i = 0; i < second.size(); ++i) {
    BOOST_REQUIRE(both[second.size() + i] == second[i]);
    BOOST_REQUIRE(std::abs(second[i]) <= 1);
  }
  TrainingBatch grey = rows(two, 1, 2);
  float* pixels = grey.input.mutable_data<float>();
  for (Index i = 0; i < grey.input.numel(); i += 3) std::swap(pixels[i], pixels[i + 2]);
  const auto turned = run.photo_of(grey);
  for (std::size_t i = 0; i < second.size(); ++i) {
    BOOST_REQUIRE(std::abs(turned[i] - second[i]) < 1e-3);
  }
}

BOOST_DATA_TEST_CASE(what_is_missing_is_explained, kSystems, system) {
  SketchRun run = system.run();
  if (is_chan(system)) {
    BOOST_TEST(run.recipe->fields().empty());
    BOOST_CHECK_EXCEPTION(run.recipe->build(32), std::invalid_argument,
                          says("chan: images must have 64 pixels a side or more, got 32"));
  } else {
    const auto lacks = says(system.model + ": samples lack the field \"sketch_parsing\"");
    BOOST_CHECK_EXCEPTION(run.step(0, batch_of(1)), std::invalid_argument, lacks);
    BOOST_CHECK_EXCEPTION(run.recipe->recover(batch_of(1).input), std::invalid_argument, lacks);
  }
  BOOST_CHECK_EXCEPTION(run.recipe->preset("paper2"), std::invalid_argument,
                        says(system.model + ": there is no preset \"paper2\"; expected \"paper\""));
  BOOST_CHECK_THROW(run.recipe->build(96), std::invalid_argument);
  BOOST_CHECK_THROW(system.run({"loss.adversarial=none"}), std::invalid_argument);
}

BOOST_DATA_TEST_CASE(the_paper_preset, kSystems, system) {
  SketchRun run = system.run({"optimizer.learning_rate=1e-3"});
  Index batch = 4, steps = 1;  // options of the run, which a preset sets too
  bool mirror = true;
  double repaint = 0.5;
  run.table.add("batch", batch, "");
  run.table.add("steps", steps, "");
  run.table.add("mirror", mirror, "");
  run.table.add("repaint", repaint, "");
  run.table.read_toml(run.recipe->preset("paper"), "paper");
  BOOST_TEST((batch == 1 && steps == system.paper_steps && !mirror && repaint == 0));
  const auto& rate = run.table.find("optimizer.learning_rate");
  BOOST_TEST((rate.value == rate.default_value));
}

BOOST_AUTO_TEST_SUITE_END()
