#include <boost/test/unit_test.hpp>

#include "autograd/engine.h"
#include "autograd/ops/upsample.h"
#include "models/ifrp/recipe.h"
#include "models/recovery/recovery_recipe.h"
#include "tests/models/reference_run.h"

using namespace mien;

// Ten steps of IFRP must be PyTorch's: see make_ifrp_fixture.py.
namespace {

const char* const kFile = MIEN_SOURCE_DIR "/tests/fixtures/ifrp.safetensors";
constexpr Index kSteps = 10, kStepsPerEpoch = 4;

const ReferenceRun& fixture() {
  static const ReferenceRun steps("ifrp.safetensors");
  return steps;
}

// The system with the fixture's weights, as the training program would build it.
struct Built {
  explicit Built(DType type) : dtype(type), owner(make_ifrp()) {
    OptionTable table;
    recipe.declare(table);
    for (const char* setting : {"width_divisor=16", "network=srn_p", "objective=ifrp",
                                "optimizer.rule=rmsprop", "optimizer.learning_rate=1e-2"}) {
      table.set(setting);
    }
    table.set(std::string("loss.vgg_weights=") + kFile);
    recipe.build(64);
    recipe.prepare_training();
    recipe.to(dtype);
    for (const auto& [name, module] : recipe.networks()) load_state(*module, fixture().file());
  }

  // Stored at half their size.
  Tensor pictures(const char* name) const {
    return upsample_nearest(fixture().images(name, 1.0 / 128, -1, dtype), 2).value();
  }

  TrainingBatch batch() const { return {pictures("input"), pictures("target")}; }

  Index updates(std::size_t network) {
    return recipe.optimizers()[network].optimizer->state().counters.at("updates");
  }

  DType dtype;
  std::unique_ptr<Recipe> owner;
  RecoveryRecipe& recipe = dynamic_cast<RecoveryRecipe&>(*owner);
};

// The first step by hand, for its gradients: DN moves before SRN's gradient is taken.
void compare_first_gradients(DType dtype, double tolerance) {
  Built built(dtype);
  Module &srn = *built.recipe.networks()[0].module, &dn = *built.recipe.networks()[1].module;
  const auto of_dn = gradients({built.recipe.losses(built.batch())[1]}, variables(dn));
  fixture().expect_gradients(dn, of_dn, tolerance);
  built.recipe.optimizers()[1].optimizer->step(of_dn);
  const auto of_srn = gradients({built.recipe.losses(built.batch())[0]}, variables(srn));
  fixture().expect_gradients(srn, of_srn, tolerance);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(ifrp_fixture)

BOOST_AUTO_TEST_CASE(ten_steps_of_ifrp) {
  Built built(DType::float64);
  double updates_of_srn = 0, updates_of_dn = 0;
  for (Index step = 0; step < kSteps; ++step) {
    const RunPosition position{.step = step, .steps_per_epoch = kStepsPerEpoch};
    fixture().expect_losses(built.recipe.step(built.batch(), position), step, DType::float64, 1e-8);
    updates_of_srn += fixture().expected("updates_srn", step);
    updates_of_dn += fixture().expected("updates_dn", step);
    BOOST_TEST(static_cast<double>(built.updates(0)) == updates_of_srn);
    BOOST_TEST(static_cast<double>(built.updates(1)) == updates_of_dn);
  }
  for (const auto& network : built.recipe.networks()) {
    fixture().expect_moves(*network.module, 1e-8);
  }
}

BOOST_AUTO_TEST_CASE(first_losses_of_ifrp_in_float) {
  Built built(DType::float32);
  fixture().expect_losses(built.recipe.step(built.batch(), {}), 0, DType::float32, 1e-5);
}

BOOST_AUTO_TEST_CASE(first_gradients_of_ifrp) {
  compare_first_gradients(DType::float64, 1e-9);
  compare_first_gradients(DType::float32, 1e-4);
}

BOOST_AUTO_TEST_SUITE_END()
