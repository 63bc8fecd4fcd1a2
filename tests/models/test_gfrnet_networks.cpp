#include <boost/test/unit_test.hpp>

#include "models/gfrnet/networks.h"
#include "tests/models/module_problem.h"

using namespace mien;

namespace {

Gfrnet::Options narrow(Index size, Guidance guidance) {
  Gfrnet::Options options;
  options.size = size;
  options.width_factor = 1.0 / 64;
  options.guidance = guidance;
  return options;
}

Index count(Guidance guidance, double width_factor) {
  Gfrnet::Options options;
  options.guidance = guidance;
  options.width_factor = width_factor;
  return Gfrnet(options).parameter_count();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(gfrnet_networks)

BOOST_AUTO_TEST_CASE(parameter_counts_of_the_paper) {
  BOOST_TEST(WarpNet(GfrnetOptions{}).parameter_count() == 122'978'818);
  BOOST_TEST(RecNet(RecNet::Options{}).parameter_count() == 167'678'467);
  BOOST_TEST(count(Guidance::warped, 1) == 290'657'285);
  BOOST_TEST(count(Guidance::none, 1) == 167'675'395);
}

BOOST_AUTO_TEST_CASE(parameter_counts_of_the_wide_variants) {
  BOOST_TEST(count(Guidance::guide, 2) == 670'639'107);
  BOOST_TEST(count(Guidance::none, 2) == 670'632'963);
  BOOST_TEST(count(Guidance::guide, 1.32) == 292'281'349);
}

// 3 more input channels than pix2pix, each with 4 * 4 * 64 weights; WarpNet keeps its own.
BOOST_AUTO_TEST_CASE(the_widths_of_pix2pix) {
  RecNet::Options options;
  options.widest = 512;
  BOOST_TEST(RecNet(options).parameter_count() == 54'419'459 + 3 * 1024);
  Gfrnet::Options both;
  both.recnet_widest = 512;
  BOOST_TEST(Gfrnet(both).parameter_count() == 122'978'818 + 54'422'531);
}

BOOST_AUTO_TEST_CASE(sizes_and_ranges) {
  for (Index size : {8, 64}) {
    for (Guidance guidance : {Guidance::warped, Guidance::guide, Guidance::none}) {
      Gfrnet net(narrow(size, guidance));
      net.initialize(1);
      const Variable x(random_uniform({2, size, size, 3}, Random(1, "x")));
      const Restoration y = net(x, x);
      BOOST_TEST(y.restored.shape() == x.shape());
      for (float v : y.restored.value().span<float>()) BOOST_REQUIRE(v >= 0 && v <= 1);
      BOOST_TEST(y.flow.defined() == (guidance == Guidance::warped));
      if (guidance != Guidance::warped) continue;
      BOOST_TEST(y.flow.shape() == (Shape{2, size, size, 2}));
      for (float v : y.flow.value().span<float>()) BOOST_REQUIRE(v >= -1 && v <= 1);
      BOOST_TEST(y.warped_guide.shape() == x.shape());
    }
  }
}

// Of a 3x3 image, the flow asks for the pixel in row 0 and column 2, then for one beyond.
BOOST_AUTO_TEST_CASE(flows_hold_x_before_y) {
  const Variable guide(tensor({1, 3, 3, 1}, {1, 2, 3, 4, 5, 6, 7, 8, 9}));
  const Variable flow(tensor({1, 1, 3, 2}, {1, -1, 0.5, 0, 3, 0}));
  const Variable y = warp_by_flow(guide, flow);
  BOOST_TEST(y.value().span<float>()[0] == 3);
  BOOST_TEST(y.value().span<float>()[1] == 5.5f);
  BOOST_TEST(y.value().span<float>()[2] == 0);
  BOOST_CHECK_THROW(warp_by_flow(guide, guide), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(gradients_by_inputs_and_parameters) {
  for (double slope : {0.2, 0.0}) {
    Gfrnet::Options options = narrow(8, Guidance::warped);
    options.slope = slope;
    Gfrnet net(options);
    const Variable degraded = normal_leaf({2, 8, 8, 3}, Random(1, "degraded"));
    const Variable guide = normal_leaf({2, 8, 8, 3}, Random(1, "guide"));
    const auto problem =
        module_problem(net, {degraded, guide}, [&] { return net(degraded, guide).restored; });
    const GradientReport report = check_gradient(problem, 1, Random(1, "check"));
    BOOST_TEST(report.passed, report.failure);
  }
}

BOOST_AUTO_TEST_CASE(bad_sizes_are_refused) {
  GfrnetOptions options;
  options.size = 96;
  BOOST_CHECK_THROW(WarpNet{options}, std::invalid_argument);
  options = {.size = 8, .width_factor = 0};
  BOOST_CHECK_THROW(WarpNet{options}, std::invalid_argument);
  Gfrnet net(narrow(8, Guidance::guide));
  const Variable large(zeros({1, 16, 16, 3}));
  BOOST_CHECK_THROW(net(large, large), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
