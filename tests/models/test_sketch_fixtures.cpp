#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "autograd/engine.h"
#include "models/catalogue.h"
#include "tests/models/reference_run.h"

using namespace mien;

// Steps of SCA-GAN and CHAN must be PyTorch's: see make_scagan_fixture.py and make_chan_fixture.py.
namespace {

struct System {
  std::string model;
  Index size, steps;
  std::vector<std::string> settings;
  std::vector<std::size_t> moves;  // which network is updated at each move of a step
  double tolerance;                // of losses; CHAN makes 1e-8 of a rounding in its ten steps
};

std::ostream& operator<<(std::ostream& out, const System& system) { return out << system.model; }

const std::vector<System> kSystems = {{"scagan", 32, 10, {}, {2, 3, 0, 1}, 1e-8},
                                      {"chan", 64, 10, {"dropout=0"}, {1, 0}, 1e-7}};

// The system with the fixture's weights, as the training program would build it, but in double.
struct Built {
  explicit Built(const System& system)
      : reference(system.model + ".safetensors"), recipe(make_recipe(system.model)) {
    recipe->declare(table);
    table.set("width_divisor=64");
    table.set("optimizer.learning_rate=1e-3");
    for (const auto& setting : system.settings) table.set(setting);
    recipe->build(system.size);
    for (const auto& [name, module] : recipe->networks()) reference.start(*module);
    recipe->prepare_training();
    const Tensor colours = zeros({1, 1, 1, 3}, DType::float64);
    batch = {(reference.images("sketch", 1.0 / 128, -1) + Variable(colours)).value(),
             reference.images("photo", 1.0 / 128, -1).value()};
    if (system.model == "scagan") {
      batch.fields["sketch_parsing"] = reference.images("sketch_parsing", 1.0 / 256).value();
    }
  }

  ReferenceRun reference;
  std::unique_ptr<Recipe> recipe;
  OptionTable table;
  TrainingBatch batch;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(sketch_fixtures)

BOOST_DATA_TEST_CASE(steps_of_a_system, kSystems, system) {
  Built built(system);
  for (Index step = 0; step < system.steps; ++step) {
    built.reference.expect_losses(built.recipe->step(built.batch, {.step = step}), step,
                                  DType::float64, system.tolerance);
  }
  for (const auto& [name, module] : built.recipe->networks()) built.reference.expect_moves(*module);
}

// The first step by hand, for its gradients: discriminators move before generators' are taken,
// whose photographs are from before.
BOOST_DATA_TEST_CASE(first_gradients, kSystems, system) {
  Built built(system);
  for (std::size_t move = 0; move < system.moves.size(); ++move) {
    const std::size_t k = system.moves[move];
    const Module& module = *built.recipe->networks()[k].module;
    const auto slopes = gradients({built.recipe->losses(built.batch)[move]}, variables(module));
    built.reference.expect_gradients(module, slopes);
    const bool judges = move < system.moves.size() / 2;
    if (judges) built.recipe->optimizers()[k].optimizer->step(slopes);
  }
}

BOOST_AUTO_TEST_SUITE_END()
