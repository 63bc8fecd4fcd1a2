#include <boost/test/unit_test.hpp>

#include "autograd/engine.h"
#include "autograd/ops/avg_pool2d.h"
#include "autograd/ops/elementary.h"
#include "models/isegan/objective.h"
#include "optim/adam.h"
#include "tests/models/reference_run.h"

using namespace mien;

// Ten steps of ISEGAN must be PyTorch's: see make_isegan_fixture.py.
namespace {

constexpr Index kSteps = 10, kSize = 32, kParts = 3;

std::vector<Variable> two_layers(const Variable& x) { return {x, avg_pool2d(square(x))}; }

struct Player {
  Player(Module& module, const ReferenceRun& reference) : module(module), reference(reference) {}

  void update(const Variable& loss, Index step) {
    const auto slopes = gradients({loss}, variables(module));
    if (step == 0) reference.expect_gradients(module, slopes);
    optimizer.step(slopes);
  }

  Module& module;
  const ReferenceRun& reference;
  Adam optimizer{module.parameters(), {.learning_rate = 1e-3, .beta1 = 0.5, .beta2 = 0.999}};
};

}  // namespace

BOOST_AUTO_TEST_SUITE(isegan_fixture)

BOOST_AUTO_TEST_CASE(ten_steps_of_isegan) {
  const ReferenceRun reference("isegan.safetensors");
  DipGan dip({.size = kSize, .parts = kParts, .width = 1, .dropout = 0});
  SeGan se({.size = kSize, .parts = kParts, .width = 1});
  PatchGan d_1({.in_channels = 7, .width = 1}), d_par({.in_channels = kParts, .width = 1}),
      d_2({.in_channels = 7, .layers = 1, .width = 1});
  const std::pair<const char*, Module*> named[] = {
      {"dip", &dip}, {"se", &se}, {"d_1", &d_1}, {"d_par", &d_par}, {"d_2", &d_2}};
  for (const auto& [name, module] : named) {
    module->set_path(name);
    reference.start(*module);
  }
  const SketchBatch photos{
      reference.images("sketch", 2.0 / 256, -1), reference.images("sketch_parsing", 1.0 / 256),
      reference.images("photo", 2.0 / 256, -1), reference.images("photo_parsing", 1.0 / 256)};
  IseganObjective objective({}, d_1, d_par, d_2, two_layers);
  const SketchBatch batch = objective.with_features(photos);
  Player of_dip(dip, reference), of_se(se, reference), of_1(d_1, reference),
      of_par(d_par, reference), of_2(d_2, reference);
  for (Index step = 0; step < kSteps; ++step) {
    const PhotoAndParsing y = dip(batch.sketch, batch.sketch_parsing);
    const Variable photo = se(batch.sketch, batch.sketch_parsing, y);
    const auto play = [&](Player& player, const char* name, const Variable& loss) {
      reference.expect_loss(name, loss.item(), step);
      player.update(loss, step);
    };
    play(of_1, "d_1", objective.d_1_loss(batch, y));
    play(of_par, "d_par", objective.d_par_loss(batch, y));
    play(of_2, "d_2", objective.d_2_loss(batch, photo));
    const auto play_terms = [&](Player& player, const std::string& stage,
                                std::vector<LossTerm> terms, std::size_t count) {
      BOOST_TEST(terms.size() == count);
      const Variable total = weighted_sum(terms);
      for (LossTerm& term : terms) term.name = stage + term.name;
      reference.expect_losses(terms, step);
      player.update(total, step);
    };
    play_terms(of_dip, "first/", objective.first_terms(batch, y), 5);
    play_terms(of_se, "second/", objective.second_terms(batch, y, photo), 3);
  }
  for (const auto& [name, module] : named) reference.expect_moves(*module);
}

BOOST_AUTO_TEST_SUITE_END()
