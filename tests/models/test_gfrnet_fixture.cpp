#include <boost/test/unit_test.hpp>

#include "autograd/engine.h"
#include "autograd/ops/avg_pool2d.h"
#include "autograd/ops/elementary.h"
#include "models/gfrnet/objective.h"
#include "optim/adam.h"
#include "tests/models/reference_run.h"

using namespace mien;

// Ten steps of GFRNet must be PyTorch's: see make_gfrnet_fixture.py.
namespace {

constexpr Index kSteps = 10;

struct System {
  System() {
    global.set_path("global");
    local.set_path("local");
    for (Module* module : std::initializer_list<Module*>{&gfrnet, &global, &local}) {
      reference.start(*module);
    }
  }

  static Gfrnet::Options options() {
    Gfrnet::Options o;
    o.size = 32;
    o.width_factor = 1.0 / 64;
    return o;
  }

  GfrnetBatch batch() const {
    return {reference.images("degraded", 1.0 / 256), reference.images("guide", 1.0 / 256),
            reference.images("target", 1.0 / 256), reference["batch/landmarks"],
            reference["batch/guide_landmarks"]};
  }

  ReferenceRun reference{"gfrnet.safetensors"};
  Gfrnet gfrnet{options()};
  PatchGan global{{.in_channels = 9, .width = 1}}, local{{.in_channels = 9, .width = 1}};
  GfrnetObjective objective{
      {}, global, local, [](const Variable& x) { return avg_pool2d(square(x)); }};
};

}  // namespace

BOOST_AUTO_TEST_SUITE(gfrnet_fixture)

BOOST_AUTO_TEST_CASE(ten_steps_of_gfrnet) {
  System system;
  const Adam::Options how{.learning_rate = 1e-3, .beta1 = 0.5, .beta2 = 0.999};
  Adam of_global(system.global.parameters(), how), of_local(system.local.parameters(), how),
      of_gfrnet(system.gfrnet.parameters(), how);
  const GfrnetBatch batch = system.batch();
  const auto update = [&](Adam& optimizer, const Module& module, const Variable& loss, Index step) {
    const auto slopes = gradients({loss}, variables(module));
    if (step == 0) system.reference.expect_gradients(module, slopes);
    optimizer.step(slopes);
  };
  for (Index step = 0; step < kSteps; ++step) {
    const Restoration y = system.gfrnet(batch.degraded, batch.guide);
    const Variable global_loss = system.objective.global_loss(batch, y);
    system.reference.expect_loss("global_loss", global_loss.item(), step);
    update(of_global, system.global, global_loss, step);
    const Variable local_loss = system.objective.local_loss(batch, y);
    system.reference.expect_loss("local_loss", local_loss.item(), step);
    update(of_local, system.local, local_loss, step);
    const auto terms = system.objective.restoration_terms(batch, y);
    BOOST_TEST(terms.size() == 6u);
    system.reference.expect_losses(terms, step);
    update(of_gfrnet, system.gfrnet, weighted_sum(terms), step);
  }
  for (const Module* module :
       std::initializer_list<Module*>{&system.gfrnet, &system.global, &system.local}) {
    system.reference.expect_moves(*module);
  }
}

BOOST_AUTO_TEST_SUITE_END()
