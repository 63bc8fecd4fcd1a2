// Each option has its effect on a training step; where the sources contradict each other, both
// readings do what they say.
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <map>

#include "autograd/engine.h"
#include "models/recovery/recovery_recipe.h"
#include "optim/rmsprop.h"
#include "tests/models/option_changes.h"

using namespace mien;

namespace {

// All weights after two steps, in the second epoch, of which nobody sits out any.
std::vector<float> trained(const std::string& model, Settings settings) {
  settings.insert(settings.begin(), {"loss.margin=0", "objective=srn_dn"});
  BuiltSystem built(model, settings);
  for (Index step : {3, 4}) {
    built.recipe->step(batch_of(2), {.step = step, .steps_per_epoch = 2});
  }
  return weights_of(*built.recipe);
}

// The generator's terms for given outputs, and their gradients by the outputs.
struct Terms {
  explicit Terms(const Settings& settings, const RunPosition& position = {})
      : built("ifrp", settings) {
    const TrainingBatch batch = batch_of(2);
    const Variable y = parameter(batch.input);
    auto& recipe = dynamic_cast<RecoveryRecipe&>(*built.recipe);
    for (const auto& [name, factor, value] : recipe.generator_terms(y, batch, position)) {
      weight[name] = factor;
      loss[name] = value.item();
      gradient[name] = values_of(gradients({value}, {y}, {}, {.retain_graph = true}).at(0).value());
    }
  }
  BuiltSystem built;
  std::map<std::string, double> weight, loss;
  std::map<std::string, std::vector<float>> gradient;
};

void check_near(double a, double b, double tolerance = 1e-5) {
  BOOST_TEST(std::abs(a - b) <= tolerance * std::abs(b), a << " should be " << b);
}

// How far one step of RMSprop moved the first weights, the largest and the smallest move.
std::pair<double, double> moves(Settings settings) {
  settings.insert(settings.end(),
                  {"objective=srn", "optimizer.rule=rmsprop", "optimizer.learning_rate=1e-3"});
  BuiltSystem built("ifrp", settings);
  const auto before = weights_of(*built.recipe);
  built.recipe->step(batch_of(2), {});
  const auto after = weights_of(*built.recipe);
  double most = 0, least = 1;
  for (std::size_t i = 0; i < before.size(); ++i) {
    const double move = std::abs(double(after[i]) - before[i]);
    most = std::max(most, move);
    if (move > 0) least = std::min(least, move);
  }
  return {most, least};
}

const std::string kIdentity = "objective=ifrp";
const std::string kNarrowVgg =
    "loss.vgg_weights=" MIEN_SOURCE_DIR "/tests/fixtures/ifrp.safetensors";

const OptionChanges kChanges = {
    {"network", {"network=srn_p"}},
    {"objective", {"objective=srn"}},
    {"width_divisor", {"width_divisor=8"}},
    {"stn_start", {"stn_start=code_faithful"}},
    {"discriminator_batch_norm", {"discriminator_batch_norm=false"}},
    {"loss.reduction", {"loss.reduction=sum"}},
    {"loss.adversarial", {"loss.adversarial=as_written"}},
    {"loss.adversarial_weight", {"loss.adversarial_weight=2"}},
    {"loss.adversarial_decay", {"loss.adversarial_decay=0.6"}},
    {"loss.margin", {"loss.margin=0.5"}},
    {"loss.identity_weight", {"loss.identity_weight=1", kIdentity, kNarrowVgg}},
    {"loss.identity_decay", {"loss.identity_decay=0.6", kIdentity, kNarrowVgg}},
    {"loss.identity_decay_per",
     {"loss.identity_decay_per=step", "loss.identity_decay=0.9", kIdentity, kNarrowVgg}},
    {"loss.vgg_weights", {kNarrowVgg, kIdentity}},
    {"loss.vgg_padding", {"loss.vgg_padding=true", kIdentity, kNarrowVgg}},
    {"optimizer.rule", {"optimizer.rule=rmsprop"}},
    {"optimizer.learning_rate", {"optimizer.learning_rate=1e-3"}},
    {"optimizer.learning_rate_decay", {"optimizer.learning_rate_decay=0.5"}},
    {"optimizer.learning_rate_floor", {"optimizer.learning_rate_floor=1e-2"}},
    {"optimizer.adam_beta1", {"optimizer.adam_beta1=0.9"}},
    {"optimizer.adam_beta2", {"optimizer.adam_beta2=0.9"}},
    {"optimizer.rmsprop_beta", {"optimizer.rmsprop_beta=0.01", "optimizer.rule=rmsprop"}},
    {"optimizer.rmsprop_warm_up", {"optimizer.rmsprop_warm_up=false", "optimizer.rule=rmsprop"}},
    {"optimizer.rmsprop_epsilon_inside",
     {"optimizer.rmsprop_epsilon_inside=true", "optimizer.rule=rmsprop"}},
};

}  // namespace

BOOST_AUTO_TEST_SUITE(recovery_options)

BOOST_AUTO_TEST_CASE(every_option_changes_what_is_learned) {
  for (const std::string model : {"ifrp", "fdnn"}) {
    expect_every_option_acts(model, kChanges,
                             [&](const Settings& settings) { return trained(model, settings); });
  }
}

// FDNN once had IFRP's, which changed nothing of it.
BOOST_AUTO_TEST_CASE(fdnn_goes_on_with_its_early_checkpoints) {
  BuiltSystem fdnn("fdnn");
  fdnn.table.resume(R"({"network": "srn_f", "objective": "srn", "stn_start": "code_faithful",)"
                    R"( "loss.identity_weight": -1.0, "loss.vgg_weights": ""})",
                    "the checkpoint");
  BOOST_TEST(std::get<std::string>(fdnn.table.find("objective").value) == "srn");
}

// A factor of 0 would leave nothing after one epoch.
BOOST_AUTO_TEST_CASE(factors_of_nothing_are_refused_by_name) {
  for (const auto& [model, option] : {std::pair{"ifrp", "loss.adversarial_decay"},
                                      {"ifrp", "loss.identity_decay"},
                                      {"ifrp", "optimizer.learning_rate_decay"},
                                      {"gfrnet", "optimizer.learning_rate_factor"}}) {
    BuiltSystem any(model);
    const std::string expected =
        text("--set: ", option, ": expected a number above 0 and at most 1, got 0.0");
    BOOST_CHECK_EXCEPTION(any.table.set(text(option, "=0")), std::invalid_argument,
                          [&](const auto& e) { return e.what() == expected; });
    any.table.set(text(option, "=1"));
  }
}

BOOST_AUTO_TEST_CASE(the_sign_as_written_is_the_opposite_one) {
  const Terms usual({"objective=srn_dn"}),
      written({"objective=srn_dn", "loss.adversarial=as_written"}),
      game({"objective=srn_dn", "loss.adversarial=min_max"});
  check_near(written.loss.at("adversarial"), -usual.loss.at("adversarial"));
  BOOST_TEST(game.loss.at("adversarial") < 0);
  double along = 0;
  for (std::size_t i = 0; i < usual.gradient.at("adversarial").size(); ++i) {
    BOOST_REQUIRE_EQUAL(written.gradient.at("adversarial")[i],
                        -usual.gradient.at("adversarial")[i]);
    along += double(game.gradient.at("adversarial")[i]) * usual.gradient.at("adversarial")[i];
  }
  BOOST_TEST(along > 0);
}

BOOST_AUTO_TEST_CASE(a_sum_is_the_mean_times_the_elements) {
  const Settings base = {"objective=ifrp", "loss.identity_weight=0.5"};
  Settings sum = base;
  sum.push_back("loss.reduction=sum");
  const Terms means(base), sums(sum);
  const double pixels = 2 * 64 * 64 * 3, features = 2 * 9 * 9 * 256;
  check_near(sums.loss.at("pixel"), pixels * means.loss.at("pixel"));
  check_near(sums.weight.at("identity"), features * means.weight.at("identity"));
  BOOST_TEST(sums.weight.at("adversarial") == means.weight.at("adversarial"));
}

BOOST_AUTO_TEST_CASE(weights_decay_to_half_per_epoch_or_step) {
  const Settings base = {"objective=ifrp", "loss.adversarial_weight=0.1",
                         "loss.identity_weight=0.5", "loss.adversarial_decay=0.9",
                         "loss.identity_decay=0.9"};
  Settings per_step = base;
  per_step.push_back("loss.identity_decay_per=step");
  const RunPosition third{.step = 3, .steps_per_epoch = 2}, late{.step = 99, .steps_per_epoch = 1};
  check_near(Terms(base, third).weight.at("adversarial"), 0.1 * 0.9);
  check_near(Terms(base, third).weight.at("identity"), 0.5 * 0.9);
  check_near(Terms(per_step, third).weight.at("identity"), 0.5 * 0.9 * 0.9 * 0.9);
  check_near(Terms(base, late).weight.at("adversarial"), 0.1 / 2);
  check_near(Terms(base, late).weight.at("identity"), 0.5 / 2);
}

BOOST_AUTO_TEST_CASE(rmsprop_steps_as_each_source_reads) {
  const double rate = 1e-3, kRounding = 5e-3;  // of differences of float weights
  const auto code = moves({});
  check_near(code.first, rate / 50 / std::sqrt(0.1), kRounding);
  const auto bold = moves({"optimizer.rmsprop_warm_up=false"});
  check_near(bold.first, rate / std::sqrt(0.1), kRounding);
  const auto text = moves({"optimizer.rmsprop_warm_up=false", "optimizer.rmsprop_beta=0.01"});
  check_near(text.first, rate / std::sqrt(0.99), kRounding);
  // Under the root, epsilon outweighs gradients below 1e-4.
  const auto inside =
      moves({"optimizer.rmsprop_warm_up=false", "optimizer.rmsprop_epsilon_inside=true"});
  BOOST_TEST(inside.second < 0.1 * bold.second);
}

BOOST_AUTO_TEST_CASE(transformers_start_turned_as_the_code_writes) {
  for (const auto& [start, angle] :
       std::map<std::string, float>{{"identity", 0.f}, {"code_faithful", 1.f}}) {
    BuiltSystem built("ifrp", {"stn_start=" + start, "network=srn_p"});
    int found = 0;
    for (const auto& entry : built.recipe->networks()[0].module->parameters()) {
      if (entry.name.find("stn") == entry.name.npos || !entry.name.ends_with("fc2.bias")) continue;
      ++found;
      BOOST_TEST(values_of(entry.variable.value()) == (std::vector<float>{angle, 1, 0, 0}),
                 boost::test_tools::per_element());
    }
    BOOST_TEST(found == 4);
  }
}

BOOST_AUTO_TEST_CASE(the_margin_decides_who_learns) {
  const auto moved = [](const std::string& margin) {
    BuiltSystem built("ifrp", {"objective=srn_dn", "loss.margin=" + margin});
    std::vector<std::vector<float>> before;
    for (const auto& entry : built.recipe->networks()) {
      before.push_back(values_of(entry.module->parameters()[0].variable.value()));
    }
    built.recipe->step(batch_of(2), {});
    std::vector<bool> result;
    for (const auto& entry : built.recipe->networks()) {
      result.push_back(values_of(entry.module->parameters()[0].variable.value()) !=
                       before[result.size()]);
    }
    return result;
  };
  BOOST_TEST(moved("0") == (std::vector<bool>{true, true}));
  // An untrained discriminator errs by about 0.69: above 1 - 0.5, so that the generator waits.
  BOOST_TEST(moved("0.5") == (std::vector<bool>{false, true}));
}

BOOST_AUTO_TEST_SUITE_END()
