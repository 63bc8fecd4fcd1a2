#include <boost/test/unit_test.hpp>

#include "autograd/engine.h"
#include "autograd/ops/slice.h"
#include "autograd/ops/upsample.h"
#include "losses/adversarial.h"
#include "losses/mse.h"
#include "losses/triplet.h"
#include "models/tann/ancestors.h"
#include "optim/adam.h"
#include "tests/models/reference_run.h"

using namespace mien;

BOOST_AUTO_TEST_SUITE(tann)

BOOST_AUTO_TEST_CASE(parameter_counts_of_the_code) {
  BOOST_TEST(Tann(Tann::Options{}).parameter_count() == 10'031'139);
  BOOST_TEST(Tann({.skips = true}).parameter_count() == 13'088'611);
  BOOST_TEST(TannDiscriminator(TannDiscriminator::Options{}).parameter_count() == 6'859'425);
  BOOST_TEST(Urdgn(Urdgn::Options{}).parameter_count() == 1'054'243);
  BOOST_TEST(Tdn(Tdn::Options{}).parameter_count() == 3'383'571);
}

BOOST_AUTO_TEST_CASE(sizes) {
  const Variable small(zeros({1, 16, 16, 3})), large(zeros({1, 128, 128, 3}));
  const auto ready = [](auto& net) -> auto& {
    net.initialize(1);
    return net;
  };
  Urdgn urdgn({.width_divisor = 32});
  Tdn tdn({.deep_front = true, .width_divisor = 32});
  TdaeEncoder encoder({.width_divisor = 32});
  BOOST_TEST(ready(urdgn)(small).shape() == large.shape());
  BOOST_TEST(ready(tdn)(small).shape() == large.shape());
  BOOST_TEST(ready(encoder)(large).shape() == small.shape());
  BOOST_CHECK_EXCEPTION(urdgn(large), std::invalid_argument, [](const auto& e) {
    return std::string(e.what()) == "Urdgn: x must be [N, 16, 16, 3], got [1, 128, 128, 3]";
  });
}

BOOST_AUTO_TEST_CASE(dropout_acts_in_training) {
  TannDiscriminator judge({.width_divisor = 8});
  judge.initialize(1);
  const Variable x(random_normal({1, 128, 128, 3}, Random(1, "x")));
  const auto logit = [&](std::uint64_t at) {
    const RandomStep step(1, at);
    return judge(x).item();
  };
  BOOST_TEST(logit(1) == logit(1));
  BOOST_TEST(logit(1) != logit(2));
  judge.eval();
  BOOST_TEST(logit(1) == logit(2));
}

// See make_tann_fixture.py.
BOOST_AUTO_TEST_CASE(ten_steps_of_tann) {
  const ReferenceRun reference("tann.safetensors");
  Tann net({.skips = true, .width_divisor = 32}), plain({.width_divisor = 32});
  TannDiscriminator judge({.width_divisor = 32, .spatial_dropout = 0, .dropout = 0});
  const std::pair<const char*, Module*> named[] = {
      {"tann", &net}, {"plain", &plain}, {"d", &judge}};
  for (const auto& [name, module] : named) {
    module->set_path(name);
    reference.start(*module);
  }
  const Adam::Options how{.learning_rate = 1e-3, .beta1 = 0.5, .beta2 = 0.999};
  Adam of_net(net.parameters(), how), of_plain(plain.parameters(), how),
      of_judge(judge.parameters(), how);
  const auto update = [&](Adam& optimizer, const Module& module, const Variable& loss, Index step) {
    const auto slopes = gradients({loss}, variables(module));
    if (step == 0) reference.expect_gradients(module, slopes);
    optimizer.step(slopes);
  };
  const Variable x = reference.images("input", 1.0 / 128, -1);
  const Variable target = upsample_bilinear(reference.images("target", 1.0 / 128, -1), {128, 128});
  for (Index step = 0; step < 10; ++step) {
    const auto [embedding, y] = net(x);
    const Variable loss = discriminator_loss(judge(target), judge(y.detach()));
    reference.expect_loss("discriminator", loss.item(), step);
    update(of_judge, judge, loss, step);
    const Variable triplet = triplet_loss(slice(embedding, 0, 0, 1), slice(embedding, 0, 1, 2),
                                          slice(embedding, 0, 2, 3), 0.5);
    const std::vector<LossTerm> terms = {{"pixel", 1, mse_loss(y, target)},
                                         {"adversarial", 0.1, generator_loss(judge(y))},
                                         {"triplet", 0.1, triplet}};
    reference.expect_losses(terms, step);
    update(of_net, net, weighted_sum(terms), step);
    const Variable of_pixels = mse_loss(plain(x).face, target);
    reference.expect_loss("plain", of_pixels.item(), step);
    update(of_plain, plain, of_pixels, step);
  }
  for (const auto& [name, module] : named) reference.expect_moves(*module);
}

BOOST_AUTO_TEST_SUITE_END()
