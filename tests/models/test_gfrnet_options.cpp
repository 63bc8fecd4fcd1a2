// Each option of GFRNet has its effect on what is learned.
#include <boost/test/unit_test.hpp>

#include "layers/state_file.h"
#include "models/backbones/vgg.h"
#include "tests/data/temporary_folder.h"
#include "tests/models/option_changes.h"

using namespace mien;

namespace {

// Another photograph of the guide, where another person's is asked for.
TrainingBatch batch_for(const BuiltSystem& built) {
  TrainingBatch batch = batch_with_guides(2);
  if (built.recipe->fields()[1].columns.front() == "other") {
    batch.fields["guide"] = random_uniform({2, 64, 64, 3}, Random(2, "guide"), -1, 1);
  }
  return batch;
}

// All weights after a step of WarpNet alone and two of all networks, one in each epoch.
std::vector<float> trained(Settings settings) {
  settings.insert(settings.begin(), {"width_divisor=32", "warp_steps=1"});
  BuiltSystem built("gfrnet", settings);
  for (Index step : {0, 1, 2}) built.recipe->step(batch_for(built), {.step = step});
  return weights_of(*built.recipe);
}

// Weights of a VGG-16 up to relu4_3, a thirty-second as wide.
std::string narrow_vgg(const std::filesystem::path& path) {
  Vgg narrow({.depth = 16, .taps = {"relu4_3"}, .width_divisor = 32});
  narrow.initialize(1);
  SafetensorsFile file;
  file.metadata["input"] = "RGB [0,1]";
  add_state(file, narrow);
  write_safetensors(path, file);
  return "loss.vgg_weights=" + path.string();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(gfrnet_options)

BOOST_AUTO_TEST_CASE(every_option_changes_what_is_learned) {
  const TemporaryFolder folder;
  const std::string vgg = narrow_vgg(folder / "vgg16.safetensors"), features = "loss.feature=100";
  expect_every_option_acts(
      "gfrnet",
      {{"variant", {"variant=no_warp"}},
       {"guide", {"guide=other"}},
       {"width_divisor", {"width_divisor=16"}},
       {"width_factor", {"width_factor=1.32"}},
       {"recnet_widest", {"recnet_widest=512"}},
       {"encoder_slope", {"encoder_slope=0"}},
       {"dropout", {"dropout=0.5"}},
       {"loss.pixel", {"loss.pixel=1"}},
       {"loss.feature", {"loss.feature=100", vgg}},
       {"loss.global", {"loss.global=0"}},
       {"loss.local", {"loss.local=0"}},
       {"loss.landmark", {"loss.landmark=0"}},
       {"loss.variation", {"loss.variation=0"}},
       {"loss.landmark_form", {"loss.landmark_form=points"}},
       {"loss.variation_form", {"loss.variation_form=minus_identity"}},
       {"loss.adversarial", {"loss.adversarial=min_max"}},
       {"loss.real_label", {"loss.real_label=1"}},
       {"loss.vgg_weights", {vgg, features}},
       {"loss.vgg_tap", {"loss.vgg_tap=relu2_2", vgg, features}},
       {"warp_steps", {"warp_steps=2"}},
       {"optimizer.learning_rate", {"optimizer.learning_rate=1e-3"}},
       {"optimizer.adam_beta1", {"optimizer.adam_beta1=0.9"}},
       {"optimizer.adam_beta2", {"optimizer.adam_beta2=0.9"}},
       {"optimizer.learning_rate_factor",
        {"optimizer.learning_rate_factor=0.5", "optimizer.learning_rate_epochs=1"}},
       {"optimizer.learning_rate_epochs", {"optimizer.learning_rate_epochs=1"}}},
      trained);
}

BOOST_AUTO_TEST_SUITE_END()
