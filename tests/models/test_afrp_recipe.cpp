// What AFRP has beyond what it shares with IFRP: attributes, and switches of its own.
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <map>

#include "tests/models/built_system.h"

using namespace mien;

namespace {

using Settings = std::vector<std::string>;

std::vector<float> trained(Settings settings) {
  settings.insert(settings.begin(), {"loss.margin=0", "width_divisor=32", "objective=frn_dn",
                                     "attributes=Bald,Smiling,Young"});
  BuiltSystem built("afrp", settings);
  for (Index step : {3, 4}) built.recipe->step(batch_for(*built.recipe, 3), {.step = step});
  std::vector<float> all;
  for (const auto& [name, module] : built.recipe->networks()) {
    for (const auto& entry : module->parameters()) {
      const auto values = entry.variable.value().span<float>();
      all.insert(all.end(), values.begin(), values.end());
    }
  }
  return all;
}

std::string complaint(const std::string& setting) {
  try {
    BuiltSystem("afrp", {"objective=frn", setting});
  } catch (const std::invalid_argument& error) {
    return error.what();
  }
  return "none";
}

bool mentions(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(afrp_recipe)

// The options it shares with IFRP are tested there.
BOOST_AUTO_TEST_CASE(every_option_of_its_own_changes_what_is_learned) {
  const auto base = trained({});
  for (const char* change :
       {"network=faceattr", "attributes=Bald,Young,Smiling,Male", "skips=e3,e4,e5,e6",
        "skips=", "residual_blocks=false", "transformers=false", "discriminator_dropout=false",
        "loss.wrong_attributes=last", "attributes="}) {
    BOOST_TEST((trained({change}) != base), change);
  }
  BOOST_TEST((trained({}) == base));
}

BOOST_AUTO_TEST_CASE(each_objective_reports_its_terms) {
  BuiltSystem built("afrp", {"width_divisor=32"});
  const StepReport report = built.recipe->step(batch_for(*built.recipe, 3), {});
  for (const char* name : {"discriminator", "real_error", "fake_error", "pixel", "adversarial",
                           "identity", "learning_rate"}) {
    BOOST_TEST(std::isfinite(value(report, name)), name);
  }
}

BOOST_AUTO_TEST_CASE(one_image_is_a_batch) {
  BuiltSystem built("afrp", {"objective=frn_dn"});
  const StepReport report = built.recipe->step(batch_for(*built.recipe, 1), {});
  BOOST_TEST(std::isfinite(value(report, "discriminator")));
}

BOOST_AUTO_TEST_CASE(it_asks_for_the_attributes_of_its_options) {
  BuiltSystem built("afrp", {"objective=frn", "attributes=Young,Bald"});
  const auto fields = built.recipe->fields();
  BOOST_REQUIRE(fields.size() == 1u);
  BOOST_TEST(fields[0].name == "attributes");
  BOOST_TEST((fields[0].columns == std::vector<std::string>{"Young", "Bald"}));
  BOOST_TEST(built.recipe->mean_attributes().shape() == (Shape{2}));
  BuiltSystem without("afrp", {"objective=frn", "attributes="});
  BOOST_TEST(without.recipe->fields().empty());
  BOOST_TEST(!without.recipe->mean_attributes().defined());
  BOOST_TEST(BuiltSystem("afrp").recipe->fields().at(0).columns.size() == 18u);
}

BOOST_AUTO_TEST_CASE(lists_that_make_no_sense) {
  BOOST_TEST(mentions(complaint("attributes=Bald,,Young"), "attributes: expected names"));
  BOOST_TEST(mentions(complaint("attributes=Bald,Bald"), "Bald comes twice"));
  BOOST_TEST(mentions(complaint("skips=e1,e7"), "skips: expected stages from e1 to e6, got 'e7'"));
}

BOOST_AUTO_TEST_CASE(attributes_change_the_face) {
  BuiltSystem built("afrp", {"objective=frn", "attributes=Bald,Young"});
  const TrainingBatch batch = batch_for(*built.recipe, 4);
  for (Index step = 0; step < 3; ++step) built.recipe->step(batch, {.step = step});
  const auto face = [&](std::vector<double> attributes) {
    const Tensor y = built.recipe->recover(batch.input.slice(0, 1),
                                           {{"attributes", tensor({1, 2}, attributes)}});
    return std::vector<float>(y.span<float>().begin(), y.span<float>().end());
  };
  BOOST_TEST((face({0, 1}) != face({1, 1})));
  BOOST_TEST((face({0, 1}) == face({0, 1})));
  BOOST_CHECK_THROW(built.recipe->recover(batch.input, {}), std::invalid_argument);
}

// `told` stands for other attributes, whatever the face's own are.
BOOST_AUTO_TEST_CASE(recovery_may_be_told_something_else) {
  const std::vector<float> own = {0, 1};
  const auto face = [&](const char* told, std::vector<float> attributes) {
    BuiltSystem built("afrp", {"objective=frn", "attributes=Bald,Young", told});
    const TrainingBatch batch = batch_for(*built.recipe, 4);
    for (Index step = 0; step < 3; ++step) built.recipe->step(batch, {.step = step});
    if (attributes.empty()) {
      const Tensor mean = built.recipe->mean_attributes();
      attributes = {mean.span<float>().begin(), mean.span<float>().end()};
    }
    const Tensor y = built.recipe->recover(
        batch.input.slice(0, 1), {{"attributes", from_values<float>(Shape{1, 2}, attributes)}});
    return std::vector<float>(y.span<float>().begin(), y.span<float>().end());
  };
  BOOST_TEST((face("told=none", own) == face("told=own", {0, 0})));
  BOOST_TEST((face("told=opposite", own) == face("told=own", {1, 0})));
  BOOST_TEST((face("told=average", own) == face("told=own", {})));
  BOOST_TEST((face("told=average", own) != face("told=own", own)));
}

BOOST_AUTO_TEST_CASE(its_paper_preset_decays_faster) {
  const auto recipe = make_recipe("afrp");
  BOOST_TEST(mentions(recipe->preset("paper"), "learning_rate_decay = 0.95"));
}

BOOST_AUTO_TEST_SUITE_END()
