#include <boost/test/unit_test.hpp>

#include "autograd/gradient_check.h"
#include "models/patchgan/networks.h"
#include "tests/models/module_problem.h"

using namespace mien;

BOOST_AUTO_TEST_SUITE(patchgan)

BOOST_AUTO_TEST_CASE(parameter_counts_of_pix2pix) {
  const auto count = [](Index channels, int layers, NormKind norm = NormKind::batch) {
    return PatchGan({.in_channels = channels, .layers = layers, .norm = norm}).parameter_count();
  };
  BOOST_TEST(count(6, 3) == 2'769'601);
  BOOST_TEST(count(8, 3) == 2'771'649);
  BOOST_TEST(count(9, 3) == 2'772'673);
  BOOST_TEST(count(12, 3) == 2'775'745);
  BOOST_TEST(count(12, 1) == 145'857);
  BOOST_TEST(count(8, 3, NormKind::instance) == 2'769'857);
  BOOST_TEST(count(9, 3, NormKind::instance) == 2'770'881);
  BOOST_TEST(count(12, 3, NormKind::instance) == 2'773'953);
  BOOST_TEST(count(12, 1, NormKind::instance) == 145'601);
}

BOOST_AUTO_TEST_CASE(one_logit_per_patch) {
  const auto side = [](int layers, Index padding, Index size) {
    PatchGan net({.in_channels = 1, .layers = layers, .width = 1, .padding = padding});
    net.initialize(1);
    return net(Variable(zeros({1, size, size, 1}))).dim(1);
  };
  BOOST_TEST(side(3, 1, 256) == 30);
  BOOST_TEST(side(1, 1, 256) == 126);
  BOOST_TEST(side(3, 2, 256) == 35);
  BOOST_TEST(side(3, 1, 24) == 1);
}

// n = 3: 24 -> 12 -> 6 -> 3 -> 2 -> 1.
BOOST_AUTO_TEST_CASE(the_smallest_image) {
  BOOST_TEST(PatchGan({.in_channels = 1, .width = 1}).smallest_side() == 24);
  PatchGan net({.in_channels = 1, .layers = 1, .width = 1});
  net.initialize(1);
  BOOST_TEST(net.smallest_side() == 6);
  BOOST_TEST(net(Variable(zeros({1, 6, 8, 1}))).dim(1) == 1);
  BOOST_CHECK_THROW(net(Variable(zeros({1, 5, 8, 1}))), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(gradients_by_input_and_parameters) {
  for (NormKind norm : {NormKind::batch, NormKind::instance}) {
    PatchGan net({.in_channels = 2, .layers = 2, .width = 1, .norm = norm});
    const Variable x = normal_leaf({2, 15, 13, 2}, Random(1, "x"));
    const auto problem = module_problem(net, {x}, [&] { return net(x); });
    const GradientReport report = check_gradient(problem, 1, Random(1, "check"));
    BOOST_TEST(report.passed, report.failure);
  }
}

BOOST_AUTO_TEST_CASE(bad_options_are_refused) {
  BOOST_CHECK_THROW(PatchGan({.in_channels = 0}), std::invalid_argument);
  BOOST_CHECK_THROW(PatchGan({.in_channels = 1, .layers = 6}), std::invalid_argument);
  BOOST_CHECK_THROW(PatchGan({.in_channels = 1, .padding = 3}), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
