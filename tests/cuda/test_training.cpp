// Training on a card: the systems learn what they learn on the CPU, and a run goes on wherever it
// was begun.
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <fstream>
#include <limits>

#include "autograd/nonfinite.h"
#include "cuda/context.h"
#include "models/recovery/recovery_recipe.h"
#include "tensor/device_runtime.h"
#include "tests/cuda/accuracy.h"
#include "tests/cuda/card.h"
#include "tests/data/temporary_folder.h"
#include "tests/models/built_system.h"
#include "training/checkpoint.h"

using namespace mien;

namespace {

using Settings = std::vector<std::string>;

const Settings kFdnn = {"optimizer.rule=rmsprop"};
const Settings kIfrp = {"network=srn_p", "objective=ifrp", "optimizer.learning_rate=1e-3",
                        "loss.vgg_weights=" MIEN_SOURCE_DIR "/tests/fixtures/ifrp.safetensors"};
const Settings kAfrp = {"width_divisor=32", "objective=frn_dn", "attributes=Bald,Smiling,Young"};
const Settings kGfrnet = {"warp_steps=4", "dropout=0.5"};
const Settings kIsegan = {"width_divisor=32"};
const Settings kScagan = {"width_divisor=32"};
const Settings kChan = {"width_divisor=32", "dropout=0.5"};
const Settings kTann = {"width_divisor=32", "objective=tun_dn", "loss.margin=0",
                        "loss.triplet_margin=1000", "loss.triplet_weight=0.1"};
const Settings kTdae = {"width_divisor=32", "loss.margin=0", "decoder_1_steps=3",
                        "encoder_steps=3"};

// In float64, unless told otherwise, so that rounding stays far below what a step changes.
struct Run : BuiltSystem {
  Run(const std::string& model, const Settings& settings, Device device,
      DType dtype = DType::float64)
      : BuiltSystem(model, settings, device, dtype) {
    if (auto* recovery = dynamic_cast<RecoveryRecipe*>(recipe.get())) {
      recovery->to(dtype);  // the feature network, too
    }
    batch = model == "gfrnet"                               ? batch_with_guides(2)
            : recipe->portraits() == PortraitKind::sketched ? batch_with_parsings(2)
            : model == "tann"                               ? batch_with_triplets(2)
            : model == "tdae"                               ? TrainingBatch{batch_of(2, 128)}
                                                            : batch_for(*recipe, 3);
    batch.input = batch.input.to(dtype);
    batch.target = batch.target.to(dtype);
    for (auto& [name, values] : batch.fields) values = values.to(dtype);
    batch = to(batch, device);
  }

  StepReport step(Index at) { return recipe->step(batch, {.step = at, .steps_per_epoch = 4}); }

  TrainingBatch batch;
};

void expect_near(const Tensor& card, const Tensor& other, const std::string& name,
                 double tolerance = 1e-7) {
  const Tensor copy = card.to(kCpu), host = other.to(kCpu);
  const auto a = copy.span<double>(), b = host.span<double>();
  BOOST_REQUIRE(a.size() == b.size());
  for (std::size_t i = 0; i < a.size(); ++i) {
    BOOST_REQUIRE_MESSAGE(std::abs(a[i] - b[i]) <= tolerance * (1 + std::abs(b[i])),
                          name << ", element " << i << ": " << a[i] << " and " << b[i]);
  }
}

void expect_same_reports(const StepReport& card, const StepReport& host, double tolerance = 1e-7) {
  BOOST_REQUIRE(card.size() == host.size());
  for (std::size_t i = 0; i < card.size(); ++i) {
    BOOST_TEST(card[i].name == host[i].name);
    BOOST_TEST(card[i].value == host[i].value, boost::test_tools::tolerance(tolerance));
  }
}

void expect_same_networks(Recipe& card, Recipe& host, double tolerance = 1e-7) {
  const auto there = card.networks(), here = host.networks();
  for (std::size_t k = 0; k < here.size(); ++k) {
    const auto a = there[k].module->state(), b = here[k].module->state();
    BOOST_REQUIRE(a.size() == b.size());
    for (std::size_t i = 0; i < a.size(); ++i) {
      BOOST_TEST(a[i].tensor.device() == kCard);
      expect_near(a[i].tensor, b[i].tensor, a[i].name, tolerance);
    }
  }
}

// The same bits in every run, with recorded steps or without.
cuda::Settings repeatable(bool graphs) { return {.deterministic = true, .graphs = graphs}; }

// Recordings have memory of their own: bytes.
Index memory_of_recordings() {
  DeviceRuntime& runtime = runtime_of(kCard);
  return runtime.memory().live - runtime.allocator().stats().live;
}

bool something_is_recorded() { return memory_of_recordings() > 0; }

template <class Step>
StepReport without_graphs(const Step& step) {
  const With settings(repeatable(false));
  return step();
}

// Recorded and replayed, the same on the card without, and on the CPU.
void expect_same_training(const std::string& model, const Settings& settings) {
  const With recording(repeatable(true));
  Run card(model, settings, kCard), plain(model, settings, kCard), host(model, settings, kCpu);
  BOOST_TEST(!something_is_recorded());
  int recorded = 0;
  for (Index at = 0; at < 10; ++at) {
    BOOST_TEST_CONTEXT("step " << at) {
      const StepReport report = card.step(at);
      recorded += something_is_recorded();
      expect_same_reports(without_graphs([&] { return plain.step(at); }), report, 1e-9);
      expect_same_reports(report, host.step(at));
    }
  }
  BOOST_TEST(recorded >= 6, "of ten steps were recorded or replayed: " << recorded);
  expect_same_networks(*card.recipe, *plain.recipe, 1e-9);
  expect_same_networks(*card.recipe, *host.recipe);
  const Index recorded_steps = memory_of_recordings();
  const Tensor expected = host.recipe->recover(host.batch.input, host.batch.fields);
  for (int time = 0; time < 3; ++time) {
    const Tensor face = card.recipe->recover(host.batch.input, host.batch.fields);
    BOOST_TEST(face.device() == kCpu);
    expect_near(face, expected, "face");
  }
  BOOST_TEST(memory_of_recordings() > recorded_steps, "recovery was not recorded");
}

std::string bytes_of(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

// The checkpoint of a run, as bytes.
std::string saved(Run& run, const std::filesystem::path& path, Index step) {
  const RunFolder folder = RunFolder::resume(path);
  save_checkpoint(folder, *run.recipe, {run.recipe->name(), run.table.training_json(), step});
  return bytes_of(folder.last());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(training_suite, *boost::unit_test::precondition(with_card))

BOOST_AUTO_TEST_CASE(fdnn_learns_the_same) { expect_same_training("fdnn", kFdnn); }
BOOST_AUTO_TEST_CASE(ifrp_learns_the_same) { expect_same_training("ifrp", kIfrp); }
BOOST_AUTO_TEST_CASE(afrp_learns_the_same) { expect_same_training("afrp", kAfrp); }
BOOST_AUTO_TEST_CASE(gfrnet_learns_the_same) { expect_same_training("gfrnet", kGfrnet); }
BOOST_AUTO_TEST_CASE(isegan_learns_the_same) { expect_same_training("isegan", kIsegan); }
BOOST_AUTO_TEST_CASE(scagan_learns_the_same) { expect_same_training("scagan", kScagan); }
BOOST_AUTO_TEST_CASE(chan_learns_the_same) { expect_same_training("chan", kChan); }
BOOST_AUTO_TEST_CASE(tann_learns_the_same) { expect_same_training("tann", kTann); }
BOOST_AUTO_TEST_CASE(tdae_learns_the_same) { expect_same_training("tdae", kTdae); }

// Whatever is chosen: no step waits or brings anything from the host but by its batch. At the third
// step a recording is replayed.
BOOST_AUTO_TEST_CASE(every_choice_can_be_recorded) {
  const std::vector<std::pair<std::string, Settings>> choices = {
      {"ifrp", {"width_divisor=32", "objective=srn", "stn_start=code_faithful"}},
      {"afrp", {"width_divisor=32", "loss.wrong_attributes=last", "attributes=Bald,Young"}},
      {"afrp", {"width_divisor=32", "network=faceattr", "attributes="}},
      {"gfrnet", {"variant=no_guide", "warp_steps=0"}},
      {"gfrnet", {"variant=no_warp", "warp_steps=0", "loss.adversarial=min_max"}},
      {"gfrnet", {"warp_steps=0", "loss.landmark_form=points", "loss.variation_form=sum"}},
      {"isegan", {"width_divisor=32", "dip.fusion=bottleneck", "dip.norm=spade"}},
      {"isegan", {"width_divisor=32", "dip.norm=spade_and_features", "dip.shortcut=input"}},
      {"isegan", {"width_divisor=32", "loss.parsing_norm=norm", "loss.delta=1"}},
      {"scagan", {"width_divisor=32", "stages=1", "loss.parts=photo"}},
      {"scagan", {"width_divisor=32", "loss.adversarial=min_max", "patch_layers=3"}},
      {"chan", {"width_divisor=32", "loss.adversarial=least_squares", "loss.pixel=0"}},
      {"tann", {"width_divisor=32", "objective=tun_dn", "loss.triplet_update=alternating"}},
      {"tann", {"width_divisor=32", "objective=tun", "network=tdn", "loss.triplet_weight=0"}}};
  for (const auto& [model, settings] : choices) {
    Run card(model, settings, kCard);
    for (Index at = 0; at < 3; ++at) {
      for (const auto& entry : card.step(at)) BOOST_TEST(std::isfinite(entry.value), model);
    }
    BOOST_TEST(something_is_recorded(), model << " " << settings.back());
  }
}

// Of a step that was recorded, too, before anything is learned from it.
BOOST_AUTO_TEST_CASE(a_nan_is_found_in_a_replay) {
  for (const auto& [model, settings] : {std::pair{"afrp", kAfrp}, std::pair{"isegan", kIsegan}}) {
    Run card(model, settings, kCard), same(model, settings, kCard);
    for (Index at = 0; at < 3; ++at) {
      card.step(at);
      same.step(at);
    }
    BOOST_TEST(something_is_recorded());
    fill(card.batch.input, std::numeric_limits<double>::quiet_NaN());
    BOOST_CHECK_EXCEPTION(card.step(3), NonFiniteError, [](const auto& e) {
      return std::string(e.what()).find(" has a NaN or infinity at ") != std::string::npos;
    });
    for (std::size_t k = 0; k < card.recipe->networks().size(); ++k) {
      const auto a = card.recipe->networks()[k].module->parameters();
      const auto b = same.recipe->networks()[k].module->parameters();
      for (std::size_t i = 0; i < a.size(); ++i) {
        expect_near(a[i].variable.value(), b[i].variable.value(), a[i].name);
      }
    }
  }
}

// In float32, as training runs: the first step's numbers, before rounding adds up.
BOOST_AUTO_TEST_CASE(the_first_step_in_float32_agrees) {
  for (const auto& [model, settings] : {std::pair{"ifrp", kIfrp}, std::pair{"afrp", kAfrp}}) {
    BuiltSystem card(model, settings, kCard), host(model, settings);
    const TrainingBatch batch = batch_for(*host.recipe, 3);
    const StepReport a = card.recipe->step(to(batch, kCard), {}), b = host.recipe->step(batch, {});
    BOOST_REQUIRE(a.size() == b.size());
    for (std::size_t i = 0; i < a.size(); ++i) {
      BOOST_TEST(a[i].value == b[i].value, boost::test_tools::tolerance(1e-3));
    }
  }
}

// With --precision bf16, whatever of it keeps its maps in bfloat16, a system takes the steps that
// it takes in float32. The third is replayed.
BOOST_AUTO_TEST_CASE(narrow_maps_take_the_same_steps) {
  const std::pair<const char*, Settings> systems[] = {
      {"fdnn", kFdnn},     {"ifrp", kIfrp},     {"afrp", kAfrp},
      {"gfrnet", kGfrnet}, {"isegan", kIsegan}, {"scagan", kScagan},
      {"chan", kChan},     {"tann", kTann},     {"tdae", kTdae}};
  for (const auto& [model, settings] : systems) {
    const auto last_report = [&](cuda::Precision precision) {
      const With card({.precision = precision, .deterministic = true});
      Run run(model, settings, kCard, DType::float32);
      StepReport report;
      for (Index at = 0; at < 3; ++at) report = run.step(at);
      BOOST_TEST(something_is_recorded(), model);
      BOOST_TEST(all_finite(run.recipe->recover(run.batch.input, run.batch.fields)), model);
      return report;
    };
    const StepReport narrow = last_report(cuda::Precision::bf16);
    const StepReport whole = last_report(cuda::Precision::fp32);
    BOOST_REQUIRE(narrow.size() == whole.size());
    for (std::size_t i = 0; i < whole.size(); ++i) {
      const double difference = std::abs(narrow[i].value - whole[i].value);
      BOOST_TEST(
          difference <= 0.05 * (1 + std::abs(whole[i].value)),
          model << ": " << whole[i].name << " " << narrow[i].value << " and " << whole[i].value);
    }
  }
}

BOOST_AUTO_TEST_CASE(announcements_are_the_same) {
  Run card("ifrp", kIfrp, kCard), host("ifrp", kIfrp, kCpu);
  BOOST_TEST(card.recipe->announcements(card.batch) == host.recipe->announcements(host.batch),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(building_anew_forgets_what_was_recorded) {
  const With recording(repeatable(true));
  for (const auto& [model, settings] :
       {std::pair{"fdnn", kFdnn}, std::pair{"gfrnet", kGfrnet}, std::pair{"chan", kChan}}) {
    Run run(model, settings, kCard);
    for (Index at = 0; at < 3; ++at) {
      run.step(at);
      run.recipe->recover(run.batch.input, run.batch.fields);
    }
    BOOST_TEST(something_is_recorded(), model);
    run.recipe->build(run.recipe->usual_size());
    BOOST_TEST(!something_is_recorded(), model);
  }
}

// From the CPU to the card and back: the file does not tell where its state was.
BOOST_AUTO_TEST_CASE(a_run_goes_on_elsewhere) {
  const TemporaryFolder folder;
  for (const auto& [model, settings] :
       {std::pair{"ifrp", kIfrp}, std::pair{"afrp", kAfrp}, std::pair{"gfrnet", kGfrnet}}) {
    Run host(model, settings, kCpu), card(model, settings, kCard);
    const std::string drawn = saved(host, folder.path(), 0);
    BOOST_TEST((saved(card, folder.path(), 0) == drawn), model << ": first weights");
    for (Index at = 0; at < 2; ++at) host.step(at);
    const std::string trained = saved(host, folder.path(), 2);
    BOOST_TEST((trained != drawn));
    restore(*card.recipe, read_checkpoint(folder / "last.safetensors"), true);
    BOOST_TEST((saved(card, folder.path(), 2) == trained), model << ": after two steps");
    expect_same_reports(card.step(2), host.step(2));
    saved(card, folder.path(), 3);
    restore(*host.recipe, read_checkpoint(folder / "last.safetensors"), true);
    expect_same_reports(card.step(3), host.step(3));
    expect_same_networks(*card.recipe, *host.recipe);
  }
}

BOOST_AUTO_TEST_SUITE_END()
