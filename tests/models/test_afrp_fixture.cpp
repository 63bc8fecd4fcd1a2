#include <boost/test/unit_test.hpp>

#include "autograd/engine.h"
#include "autograd/ops/upsample.h"
#include "models/afrp/networks.h"
#include "models/afrp/recipe.h"
#include "models/recovery/recovery_recipe.h"
#include "tests/models/reference_run.h"

using namespace mien;

// Ten steps of AFRP must be PyTorch's: see make_afrp_fixture.py.
namespace {

constexpr Index kSteps = 10, kStepsPerEpoch = 4;

const ReferenceRun& fixture() {
  static const ReferenceRun steps("afrp.safetensors");
  return steps;
}

// The system with the fixture's weights, as the training program would build it.
struct Built {
  explicit Built(DType type) : dtype(type), owner(make_afrp()) {
    OptionTable table;
    recipe.declare(table);
    for (const char* setting :
         {"width_divisor=32", "objective=frn_dn", "attributes=Bald,Smiling,Young",
          "discriminator_dropout=false", "loss.margin=0", "loss.adversarial_weight=0.1",
          "optimizer.rule=rmsprop", "optimizer.learning_rate=1e-2"}) {
      table.set(setting);
    }
    recipe.build(64);
    recipe.prepare_training();
    recipe.to(dtype);
    for (const auto& [name, module] : recipe.networks()) load_state(*module, fixture().file());
  }

  // Stored at half their size.
  Tensor pictures(const char* name) const {
    return upsample_nearest(fixture().images(name, 1.0 / 128, -1, dtype), 2).value();
  }

  TrainingBatch batch() const {
    return {pictures("input"),
            pictures("target"),
            {{"attributes", fixture()["batch/attributes"].to(dtype)}}};
  }

  DType dtype;
  std::unique_ptr<Recipe> owner;
  RecoveryRecipe& recipe = dynamic_cast<RecoveryRecipe&>(*owner);
};

// The first step by hand, for its gradients: DN moves before FRN's gradient is taken.
void compare_first_gradients(DType dtype, double tolerance) {
  Built built(dtype);
  Module &frn = *built.recipe.networks()[0].module, &dn = *built.recipe.networks()[1].module;
  const auto of_dn = gradients({built.recipe.losses(built.batch())[1]}, variables(dn));
  fixture().expect_gradients(dn, of_dn, tolerance);
  built.recipe.optimizers()[1].optimizer->step(of_dn);
  const auto of_frn = gradients({built.recipe.losses(built.batch())[0]}, variables(frn));
  fixture().expect_gradients(frn, of_frn, tolerance);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(afrp_fixture)

BOOST_AUTO_TEST_CASE(ten_steps_of_afrp) {
  Built built(DType::float64);
  for (Index step = 0; step < kSteps; ++step) {
    const RunPosition position{.seed = 1, .step = step, .steps_per_epoch = kStepsPerEpoch};
    fixture().expect_losses(built.recipe.step(built.batch(), position), step, DType::float64, 1e-8);
  }
  for (const auto& network : built.recipe.networks()) {
    fixture().expect_moves(*network.module, 1e-8);
  }
}

BOOST_AUTO_TEST_CASE(first_losses_of_afrp_in_float) {
  Built built(DType::float32);
  fixture().expect_losses(built.recipe.step(built.batch(), {.seed = 1}), 0, DType::float32, 1e-5);
}

BOOST_AUTO_TEST_CASE(first_output_of_afrp) {
  Built built(DType::float64);
  const TrainingBatch batch = built.batch();
  auto& frn = dynamic_cast<AttributeGenerator&>(*built.recipe.networks()[0].module);
  const Variable y = frn(Variable(batch.input), Variable(batch.fields.at("attributes")));
  const Tensor& wanted = fixture()["output"];
  BOOST_TEST(distance(y.value(), wanted) < 1e-6 * norm(wanted));
}

BOOST_AUTO_TEST_CASE(first_gradients_of_afrp) {
  compare_first_gradients(DType::float64, 1e-6);  // they are stored in float
  compare_first_gradients(DType::float32, 1e-3);
}

BOOST_AUTO_TEST_SUITE_END()
