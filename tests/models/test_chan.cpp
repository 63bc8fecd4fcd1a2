#include <boost/test/unit_test.hpp>

#include "layers/dropout.h"
#include "models/chan/networks.h"
#include "tests/models/pix2pix_start.h"
#include "tests/models/sketch_run.h"

using namespace mien;

BOOST_AUTO_TEST_SUITE(chan)

// Those of the same networks in PyTorch: chan_networks.py.
BOOST_AUTO_TEST_CASE(parameter_counts) {
  BOOST_TEST(Chan(Chan::Options{}).parameter_count() == 72'552'871);
  BOOST_TEST(ChanDiscriminator(ChanDiscriminator::Options{}).parameter_count() == 5'139'905);
}

BOOST_AUTO_TEST_CASE(weights_start_as_in_pix2pix) {
  Chan chan({.size = 32, .width = 16});
  expect_pix2pix_start(chan);
  ChanDiscriminator judge({.width = 16});
  expect_pix2pix_start(judge);
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
  BOOST_TEST(judge({Variable(zeros({1, 256, 256, 4}))}).shape() == (Shape{1, 7, 7, 1}));
  BOOST_CHECK_THROW(judge({Variable(zeros({1, 48, 64, 4}))}), std::invalid_argument);
  BOOST_CHECK_THROW(Chan({.size = 8}), std::invalid_argument);
  BOOST_CHECK_THROW(net(Variable(zeros({2, 32, 32, 3}))), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(every_choice_trains) {
  expect_training("chan", {{"loss.adversarial=least_squares"}, {"loss.adversarial=min_max"}});
  SketchRun run("chan", {"loss.pixel=0", "dropout=0"});
  BOOST_TEST(names_of(run.step(0)) == "d_loss adversarial ");
}

BOOST_AUTO_TEST_SUITE_END()
