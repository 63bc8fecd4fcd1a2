#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <limits>

#include "autograd/nonfinite.h"
#include "models/catalogue.h"
#include "tests/models/built_system.h"

using namespace mien;

namespace {

std::vector<float> first_weights(Recipe& recipe) {
  const Tensor weights = recipe.networks()[0].module->state()[0].tensor;
  return {weights.span<float>().begin(), weights.span<float>().end()};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(recovery_recipe)

BOOST_AUTO_TEST_CASE(every_system_learns_one_batch) {
  for (const std::string name : {"fdnn", "ifrp", "afrp"}) {
    const std::string objective = name == "afrp" ? "frn" : "srn";  // pixels alone
    BuiltSystem built(name, {"objective=" + objective, "optimizer.learning_rate=5e-4"});
    const TrainingBatch batch = batch_for(*built.recipe, 2);
    const double before = value(built.recipe->step(batch, {}), "pixel");
    double after = before;
    for (Index step = 1; step < 30; ++step) {
      after = value(built.recipe->step(batch, {.step = step}), "pixel");
    }
    BOOST_TEST(after < 0.8 * before, name << " went from " << before << " to " << after);
  }
}

BOOST_AUTO_TEST_CASE(each_objective_reports_its_terms) {
  BuiltSystem built("ifrp", {"objective=ifrp", "network=srn_p"});
  const StepReport report = built.recipe->step(batch_of(3), {});
  for (const char* name : {"discriminator", "real_error", "fake_error", "pixel", "adversarial",
                           "identity", "learning_rate"}) {
    BOOST_TEST(std::isfinite(value(report, name)), name);
  }
}

BOOST_AUTO_TEST_CASE(one_image_is_a_batch) {
  BuiltSystem built("ifrp", {"objective=srn_dn"});
  BOOST_TEST(std::isfinite(value(built.recipe->step(batch_of(1), {}), "discriminator")));
}

// It wins over other values of all that it sets. The learning rate is 1e-3 0.99^epoch, and a
// fiftieth of it acts during warm-up.
BOOST_AUTO_TEST_CASE(the_paper_preset) {
  BuiltSystem built("ifrp", {"objective=srn", "optimizer.rule=adam", "optimizer.learning_rate=1",
                             "optimizer.learning_rate_decay=1", "loss.adversarial_weight=1",
                             "loss.adversarial_decay=1", "loss.margin=0"});
  bool mirror = true;  // options of the run, which a preset sets too
  double share = 0.5;
  built.table.add("mirror", mirror, "");
  built.table.add("repaint", share, "");
  built.table.read_toml(built.recipe->preset("paper"), "paper");
  BOOST_TEST((!mirror && share == 0));
  for (const auto& [name, expected] : {std::pair{"optimizer.rule", OptionValue("rmsprop")},
                                       {"loss.adversarial_weight", OptionValue(1e-2)},
                                       {"loss.adversarial_decay", OptionValue(0.995)},
                                       {"loss.margin", OptionValue(0.3)}}) {
    BOOST_TEST((built.table.find(name).value == expected), name);
  }

  built.recipe->build(64);
  built.recipe->initialize(1);
  built.recipe->prepare_training();
  const auto before = first_weights(*built.recipe);
  const StepReport report = built.recipe->step(batch_of(2), {.step = 20, .steps_per_epoch = 10});
  const double rate = 1e-3 * 0.99 * 0.99;
  BOOST_TEST(std::abs(value(report, "learning_rate") - rate) < 1e-12);
  const auto after = first_weights(*built.recipe);
  double most = 0;
  for (std::size_t i = 0; i < after.size(); ++i) {
    most = std::max(most, std::abs(double(after[i]) - before[i]));
  }
  BOOST_TEST(most == rate / 50 / std::sqrt(0.1), boost::test_tools::tolerance(5e-3));
  BOOST_CHECK_THROW(built.recipe->preset("papper"), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(a_look_at_the_terms_changes_nothing) {
  BuiltSystem looked("ifrp", {"network=srn_p"}), other("ifrp", {"network=srn_p"});
  const auto lines = looked.recipe->announcements(batch_of(2));
  BOOST_TEST(lines.size() >= 4u);
  BOOST_TEST(same_state(*looked.recipe, *other.recipe));
  BOOST_TEST(looked.recipe->losses(batch_of(2)).size() == 2u);
  BOOST_TEST(same_state(*looked.recipe, *other.recipe));
  looked.recipe->step(batch_of(2), {});
  other.recipe->step(batch_of(2), {});
  BOOST_TEST(same_state(*looked.recipe, *other.recipe));
}

BOOST_AUTO_TEST_CASE(weights_that_are_not_used_are_named) {
  BuiltSystem built("ifrp", {"objective=srn", "loss.vgg_weights=/nowhere/vgg19.safetensors"});
  BOOST_TEST(built.recipe->announcements(batch_of(2)).front() ==
             "loss.vgg_weights is not used: objective=srn has no identity term");
}

BOOST_AUTO_TEST_CASE(a_nan_is_found_before_it_is_learned) {
  BuiltSystem built("ifrp", {"objective=srn"});
  const auto before = first_weights(*built.recipe);
  TrainingBatch batch = batch_of(2);
  batch.input.mutable_data<float>()[0] = std::numeric_limits<float>::quiet_NaN();
  BOOST_CHECK_EXCEPTION(built.recipe->step(batch, {}), NonFiniteError, [](const auto& e) {
    return std::string(e.what()).find("conv2d in srn.encoder.e1.conv") != std::string::npos;
  });
  BOOST_TEST(before == first_weights(*built.recipe), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(an_unknown_system_names_the_nearest) {
  BOOST_CHECK_EXCEPTION(make_recipe("ifpr"), std::invalid_argument, [](const auto& e) {
    return std::string(e.what()).find("ifrp") != std::string::npos;
  });
}

// Their state is twice as large as the weights, and recovery does not need it.
BOOST_AUTO_TEST_CASE(only_training_has_optimizers) {
  const auto recipe = make_recipe("ifrp");
  OptionTable table;
  recipe->declare(table);
  table.set("width_divisor=16");
  recipe->build(64);
  BOOST_TEST(recipe->optimizers().empty());
  recipe->prepare_training();
  BOOST_TEST(recipe->optimizers().size() == 2u);
  BOOST_TEST(recipe->device() == kCpu);
  BOOST_CHECK_THROW(recipe->to(kCpu), std::logic_error);
}

BOOST_AUTO_TEST_SUITE_END()
