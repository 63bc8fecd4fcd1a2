#include <boost/test/unit_test.hpp>

#include "autograd/engine.h"
#include "autograd/ops/slice.h"
#include "losses/adversarial.h"
#include "losses/l1.h"
#include "models/chan/networks.h"
#include "optim/adam.h"
#include "tests/models/reference_run.h"

using namespace mien;

BOOST_AUTO_TEST_SUITE(chan)

// Those of the same networks in PyTorch: chan_networks.py.
BOOST_AUTO_TEST_CASE(parameter_counts) {
  BOOST_TEST(Chan(Chan::Options{}).parameter_count() == 72'552'871);
  BOOST_TEST(ChanDiscriminator(ChanDiscriminator::Options{}).parameter_count() == 5'139'905);
}

BOOST_AUTO_TEST_CASE(five_steps_of_chan) {
  const ReferenceRun reference("chan.safetensors");
  Chan net({.size = 64, .width = 1, .dropout = 0});
  ChanDiscriminator judge({.width = 1});
  net.set_path("chan");
  judge.set_path("d");
  reference.start(net);
  reference.start(judge);
  const Adam::Options how{.learning_rate = 1e-3, .beta1 = 0.5, .beta2 = 0.999};
  Adam of_net(net.parameters(), how), of_judge(judge.parameters(), how);
  const auto update = [&](Adam& optimizer, const Module& module, const Variable& loss, Index step) {
    const auto slopes = gradients({loss}, variables(module));
    if (step == 0) reference.expect_gradients(module, slopes);
    optimizer.step(slopes);
  };
  const Variable sketch = reference.images("sketch", 1.0 / 128, -1);
  const Variable photo = reference.images("photo", 1.0 / 128, -1);
  const auto judged = [&](const Variable& x) { return judge(concat({sketch, x}, 3)); };
  for (Index step = 0; step < 5; ++step) {
    const Variable y = net(sketch);
    const Variable loss = discriminator_loss(judged(photo), judged(y.detach()));
    reference.expect_loss("discriminator", loss.item(), step);
    update(of_judge, judge, loss, step);
    const std::vector<LossTerm> terms = {{"adversarial", 1, generator_loss(judged(y))},
                                         {"pixel", 100, l1_loss(y, photo)}};
    reference.expect_losses(terms, step);
    update(of_net, net, weighted_sum(terms), step);
  }
  reference.expect_moves(net);
  reference.expect_moves(judge);
}

// At six levels there is one such stage, de2.
BOOST_AUTO_TEST_CASE(dropout_acts_in_training) {
  Chan net({.size = 64, .width = 4});
  net.initialize(1);
  const Variable x(random_normal({1, 64, 64, 1}, Random(1, "x")));
  const auto first_value = [&](std::uint64_t at) {
    const RandomStep step(1, at);
    return net(x).value().span<float>()[0];
  };
  BOOST_TEST(first_value(1) == first_value(1));
  BOOST_TEST(first_value(1) != first_value(2));
  net.eval();
  BOOST_TEST(first_value(1) == first_value(2));
}

BOOST_AUTO_TEST_CASE(sizes) {
  Chan net({.size = 16, .in_channels = 3, .out_channels = 1, .width = 1});
  net.initialize(1);
  BOOST_TEST(net(Variable(zeros({2, 16, 16, 3}))).shape() == (Shape{2, 16, 16, 1}));
  ChanDiscriminator judge({.width = 1});
  judge.initialize(1);
  BOOST_TEST(judge(Variable(zeros({1, 256, 256, 4}))).shape() == (Shape{1, 7, 7, 1}));
  BOOST_CHECK_THROW(judge(Variable(zeros({1, 48, 64, 4}))), std::invalid_argument);
  BOOST_CHECK_THROW(Chan({.size = 8}), std::invalid_argument);
  BOOST_CHECK_THROW(net(Variable(zeros({2, 32, 32, 3}))), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
