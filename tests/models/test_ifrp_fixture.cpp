#include <boost/test/unit_test.hpp>
#include <cmath>

#include "autograd/engine.h"
#include "autograd/ops/arithmetic.h"
#include "autograd/ops/upsample.h"
#include "layers/state_file.h"
#include "models/ifrp/recipe.h"
#include "models/recovery/recovery_recipe.h"

using namespace mien;

// Ten steps of IFRP must be PyTorch's: see make_ifrp_fixture.py.
namespace {

const char* const kFile = MIEN_SOURCE_DIR "/tests/fixtures/ifrp.safetensors";
constexpr Index kSteps = 10, kStepsPerEpoch = 4;

const SafetensorsFile& fixture() {
  static const SafetensorsFile file = read_safetensors(kFile);
  return file;
}

double expected(const std::string& name, Index step) {
  return fixture().tensors.at("step/" + name).data<double>()[step];
}

double norm(const Tensor& x) {
  double squares = 0;
  for (const double v : x.span<double>()) squares += v * v;
  return std::sqrt(squares);
}

double distance(const Tensor& a, const Tensor& b) {
  return norm((Variable(a.to(DType::float64)) - Variable(b.to(DType::float64))).value());
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
    for (const auto& [name, module] : recipe.networks()) load_state(*module, fixture());
  }

  TrainingBatch batch() const { return {images("batch/input"), images("batch/target")}; }

  Tensor images(const std::string& name) const {
    const Variable small(fixture().tensors.at(name).to(dtype));
    return upsample_nearest(small / 128.0 - 1.0, 2).value();
  }

  Index updates(std::size_t network) {
    return recipe.optimizers()[network].optimizer->state().counters.at("updates");
  }

  DType dtype;
  std::unique_ptr<Recipe> owner;
  RecoveryRecipe& recipe = dynamic_cast<RecoveryRecipe&>(*owner);
};

// The losses among the report's entries; in float, large ones relative to themselves.
void expect_losses(const StepReport& report, Index step, DType dtype, double tolerance) {
  double worst = 0;
  for (const auto& [name, value] : report) {
    if (name == "learning_rate") continue;
    const double e = expected(name, step);
    const double scale = dtype == DType::float64 ? 1 : std::max(1.0, std::abs(e));
    const double error = std::abs(value - e) / scale;
    worst = std::max(worst, error);
    BOOST_TEST(error <= tolerance, name << " of step " << step << " is off by " << error);
  }
  BOOST_TEST_MESSAGE("step " << step << ": losses are off by up to " << worst);
}

// Norms of differences against each gradient's own norm, but at least a thousandth of the largest:
// the gradient of a bias before batch norm is nothing but rounding.
void expect_gradients(Module& module, const std::vector<Variable>& gradients, double tolerance) {
  std::map<std::string, Tensor> wanted;
  double largest = 0;
  for (const auto& entry : module.parameters()) {
    const Tensor& gradient = fixture().tensors.at("gradient/" + entry.name);
    largest = std::max(largest, norm(gradient));
    wanted[entry.name] = gradient;
  }
  std::map<std::string, FileLayout> layouts;
  for (const auto& entry : module.state()) layouts[entry.name] = entry.layout;
  double worst = 0;
  for (std::size_t i = 0; i < gradients.size(); ++i) {
    const std::string name = module.parameters()[i].name;
    const Tensor got = layouts[name].to_file(gradients[i].value());
    const double scale = std::max(norm(wanted[name]), 1e-3 * largest);
    const double error = distance(got, wanted[name]) / scale;
    worst = std::max(worst, error);
    BOOST_TEST(error <= tolerance, "gradient of " << name << " is off by " << error);
  }
  BOOST_TEST_MESSAGE(module.path() << ": gradients are off by up to " << worst);
}

std::vector<Variable> variables(const Module& module) {
  std::vector<Variable> all;
  for (const auto& entry : module.parameters()) all.push_back(entry.variable);
  return all;
}

// The first step by hand, for its gradients: DN moves before SRN's gradient is taken.
void compare_first_gradients(DType dtype, double tolerance) {
  Built built(dtype);
  Module &srn = *built.recipe.networks()[0].module, &dn = *built.recipe.networks()[1].module;
  const auto of_dn = gradients({built.recipe.losses(built.batch())[1]}, variables(dn));
  expect_gradients(dn, of_dn, tolerance);
  built.recipe.optimizers()[1].optimizer->step(of_dn);
  const auto of_srn = gradients({built.recipe.losses(built.batch())[0]}, variables(srn));
  expect_gradients(srn, of_srn, tolerance);
}

// How far each parameter is from where it started.
void expect_moves(Built& built) {
  Built fresh(built.dtype);
  for (std::size_t k = 0; k < 2; ++k) {
    const auto now = built.recipe.networks()[k].module->parameters();
    const auto before = fresh.recipe.networks()[k].module->parameters();
    for (std::size_t i = 0; i < now.size(); ++i) {
      const double moved = distance(now[i].variable.value(), before[i].variable.value());
      const double wanted = fixture().tensors.at("moved/" + now[i].name).item();
      BOOST_TEST(std::abs(moved - wanted) <= 1e-8, now[i].name << " moved by " << moved);
    }
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(ifrp_fixture)

BOOST_AUTO_TEST_CASE(ten_steps_of_ifrp) {
  Built built(DType::float64);
  double updates_of_srn = 0, updates_of_dn = 0;
  for (Index step = 0; step < kSteps; ++step) {
    const RunPosition position{.step = step, .steps_per_epoch = kStepsPerEpoch};
    expect_losses(built.recipe.step(built.batch(), position), step, DType::float64, 1e-8);
    updates_of_srn += expected("updates_srn", step);
    updates_of_dn += expected("updates_dn", step);
    BOOST_TEST(static_cast<double>(built.updates(0)) == updates_of_srn);
    BOOST_TEST(static_cast<double>(built.updates(1)) == updates_of_dn);
  }
  expect_moves(built);
}

BOOST_AUTO_TEST_CASE(first_losses_of_ifrp_in_float) {
  Built built(DType::float32);
  expect_losses(built.recipe.step(built.batch(), {}), 0, DType::float32, 1e-5);
}

BOOST_AUTO_TEST_CASE(first_gradients_of_ifrp) {
  compare_first_gradients(DType::float64, 1e-9);
  compare_first_gradients(DType::float32, 1e-4);
}

BOOST_AUTO_TEST_SUITE_END()
