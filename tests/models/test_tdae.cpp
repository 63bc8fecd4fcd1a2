#include <boost/test/unit_test.hpp>

#include "autograd/engine.h"
#include "autograd/ops/upsample.h"
#include "losses/adversarial.h"
#include "losses/mse.h"
#include "models/tann/ancestors.h"
#include "optim/adam.h"
#include "tests/models/reference_run.h"

using namespace mien;

BOOST_AUTO_TEST_SUITE(tdae)

// Without transformers a Tdn is smaller by L5 of TANN and by the one for 64x64 maps; its deep front
// is conv5 3 -> 64 and conv3 64 -> 128, behind which c1 sees 128 channels instead of 3.
BOOST_AUTO_TEST_CASE(parameter_counts_of_the_code) {
  Tdae net(Tdae::Options{});
  const Index front = (25 * 3 + 1) * 64 + (9 * 64 + 1) * 128 + 9 * 125 * 512;
  BOOST_TEST(net.decoder_1().parameter_count() == 3'383'571 + front);
  BOOST_TEST(net.decoder_2().parameter_count() == 3'383'571 + front - 267'744 - 890'672);
  const Index convolutions = (25 * 3 + 3) * 32 + (25 * 32 + 3) * 64 + (9 * 64 + 3) * 128 +
                             (9 * 128 + 3) * 256 + (9 * 256 + 1) * 3;
  const Index linear = 80 * 20 + 20 + 20 * 4 + 4;
  const Index transformers = (25 * 128 + 1) * 20 + (25 * 256 + 1) * 20 + 2 * (25 * 20 + 1) * 20;
  BOOST_TEST(net.encoder().parameter_count() == convolutions + transformers + 2 * linear);
  BOOST_TEST(net.parameter_count() == 4'038'291 + 646'083 + 2'879'875);
}

BOOST_AUTO_TEST_CASE(the_phase_is_part_of_the_state) {
  Tdae net({.width_divisor = 32});
  net.initialize(1);
  BOOST_TEST(net.phase() == 0);
  net.set_phase(2);
  BOOST_TEST(net.phase() == 2);
  bool kept = false;
  for (const auto& entry : net.state()) kept |= entry.name == "phase" && entry.tensor.item() == 2;
  BOOST_TEST(kept);
}

// See make_tdae_fixture.py.
BOOST_AUTO_TEST_CASE(ten_steps_of_tdae) {
  const ReferenceRun reference("tdae.safetensors");
  Tdae net({.width_divisor = 32});
  TannDiscriminator judge({.width_divisor = 32, .spatial_dropout = 0, .dropout = 0});
  net.set_path("tdae");
  judge.set_path("dn_1");
  const std::vector<Module*> modules = {&net.decoder_1(), &net.encoder(), &net.decoder_2(), &judge};
  std::map<const Module*, std::unique_ptr<Adam>> adam;
  for (Module* module : modules) {
    reference.start(*module);
    adam[module] = std::make_unique<Adam>(
        module->parameters(), Adam::Options{.learning_rate = 1e-3, .beta1 = 0.5, .beta2 = 0.999});
  }
  const auto update = [&](const Module& module, const Variable& loss, Index step) {
    const auto slopes = gradients({loss}, variables(module));
    if (step == 0) reference.expect_gradients(module, slopes);
    adam.at(&module)->step(slopes);
  };
  const Variable x = reference.images("input", 1.0 / 128, -1);
  const Variable small = reference.images("target", 1.0 / 128, -1);
  const Variable target = upsample_bilinear(small, {128, 128});
  for (Index step = 0; step < 10; ++step) {
    const Variable large = net.decoder_1()(x);
    const Variable judged = discriminator_loss(judge(target), judge(large.detach()));
    reference.expect_loss("discriminator", judged.item(), step);
    update(judge, judged, step);
    const std::vector<LossTerm> terms = {{"pixel", 1, mse_loss(large, target)},
                                         {"adversarial", 0.1, generator_loss(judge(large))}};
    reference.expect_losses(terms, step);
    update(net.decoder_1(), weighted_sum(terms), step);
    const Variable clean = net.encoder()(large.detach());
    const Variable of_encoder = mse_loss(clean, small);
    reference.expect_loss("encoder", of_encoder.item(), step);
    update(net.encoder(), of_encoder, step);
    const Variable of_decoder_2 = mse_loss(net.decoder_2()(clean.detach()), target);
    reference.expect_loss("decoder_2", of_decoder_2.item(), step);
    update(net.decoder_2(), of_decoder_2, step);
  }
  for (const Module* module : modules) reference.expect_moves(*module);
}

BOOST_AUTO_TEST_SUITE_END()
