#include <boost/test/unit_test.hpp>

#include "autograd/gradient_check.h"
#include "models/unet/networks.h"

using namespace mien;

BOOST_AUTO_TEST_SUITE(unet)

BOOST_AUTO_TEST_CASE(parameter_counts_of_pix2pix) {
  BOOST_TEST(UNet(UNet::Options{}).parameter_count() == 41'833'475);
  BOOST_TEST(UNet({.size = 256}).parameter_count() == 54'419'459);
}

BOOST_AUTO_TEST_CASE(images_keep_their_size) {
  for (Index size : {8, 64, 128}) {
    UNet net({.size = size, .in_channels = 4, .out_channels = 2, .width = 2});
    net.initialize(1);
    const RandomStep step(1, 0);
    const Variable y = net(Variable(random_normal({2, size, size, 4}, Random(1, "x"), 0, 5)));
    BOOST_TEST(y.shape() == (Shape{2, size, size, 2}));
    for (float value : y.value().span<float>()) BOOST_REQUIRE(value >= -1 && value <= 1);
  }
}

BOOST_AUTO_TEST_CASE(names_in_files) {
  std::string names;
  for (const auto& entry : UNet({.size = 8, .width = 1}).state()) names += entry.name + ' ';
  BOOST_TEST(names ==
             "d1.conv.weight d1.conv.bias d2.conv.weight d2.conv.bias d2.norm.weight d2.norm.bias "
             "d2.norm.running_mean d2.norm.running_var d3.conv.weight d3.conv.bias "
             "u3.conv.weight u3.conv.bias u3.norm.weight u3.norm.bias u3.norm.running_mean "
             "u3.norm.running_var u2.conv.weight u2.conv.bias u2.norm.weight u2.norm.bias "
             "u2.norm.running_mean u2.norm.running_var u1.conv.weight u1.conv.bias ");
}

// With dropout: each call draws for the same step.
BOOST_AUTO_TEST_CASE(gradients_by_input_and_parameters) {
  UNet net({.size = 8, .in_channels = 2, .out_channels = 1, .width = 1});
  net.initialize(1);
  net.to(DType::float64);
  GradientProblem problem{{normal_leaf({2, 8, 8, 2}, Random(1, "x"))}, {}};
  for (const auto& [name, variable] : net.parameters()) {
    Tensor values = variable.value();
    values.copy_from(random_normal(values.shape(), Random(1, name), 0, 0.5, DType::float64));
    problem.leaves.push_back(variable);
  }
  problem.function = [&] {
    const RandomStep step(1, 0);
    return net(problem.leaves[0]);
  };
  const GradientReport report = check_gradient(problem, 1, Random(1, "check"));
  BOOST_TEST(report.passed, report.failure);
}

BOOST_AUTO_TEST_CASE(bad_sizes_are_refused) {
  BOOST_CHECK_THROW(UNet({.size = 96}), std::invalid_argument);
  BOOST_CHECK_THROW(UNet({.width = 0}), std::invalid_argument);
  UNet net({.size = 8, .width = 1});
  BOOST_CHECK_THROW(net(Variable(zeros({1, 16, 16, 3}))), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
