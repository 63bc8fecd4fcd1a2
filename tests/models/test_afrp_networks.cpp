#include <boost/test/unit_test.hpp>

#include "models/afrp/discriminator.h"
#include "models/afrp/networks.h"

using namespace mien;

BOOST_AUTO_TEST_SUITE(afrp_networks)

BOOST_AUTO_TEST_CASE(parameter_counts) {
  BOOST_TEST(Frn(FrnOptions{}).parameter_count() == 60'438'303);
  BOOST_TEST(FaceAttr(FrnOptions{}).parameter_count() == 43'188'531);
  BOOST_TEST(AttributeDiscriminator(AttributeDiscriminator::Options{}).parameter_count() ==
             17'390'657);
  const Index plain =
      Frn(FrnOptions{.transformers = false, .residual_blocks = false}).parameter_count();
  BOOST_TEST(plain == 52'656'259);
}

// Each switch takes away what it names and nothing else.
BOOST_AUTO_TEST_CASE(parameter_counts_of_the_switches) {
  const auto count = [](const FrnOptions& options) { return Frn(options).parameter_count(); };
  const Index whole = count({});
  BOOST_TEST(whole - count({.transformers = false}) == 438'944 + 420'448 + 346'592 + 453'756);
  BOOST_TEST(whole - count({.attributes = 0}) == 18 * 1024 * 2 * 2);
  const Index residual = 10 * 512 * 512 + 6 * 512, columns = 512 * 768 * 4 * 4;
  BOOST_TEST(whole - count({.skips = {true, true, true, true, true, false}}) == residual + columns);
  Index blocks = 0;
  for (Index c : {32, 64, 128, 256, 512, 512}) blocks += 10 * c * c + 6 * c;
  BOOST_TEST(whole - count({.residual_blocks = false}) == blocks);
}

BOOST_AUTO_TEST_CASE(images_keep_their_size) {
  for (Index size : {64, 128}) {
    for (Index attributes : {0, 3}) {
      const FrnOptions options{.size = size, .width_divisor = 32, .attributes = attributes};
      Frn frn(options);
      FaceAttr faceattr(options);
      AttributeDiscriminator dn({.size = size, .width_divisor = 32, .attributes = attributes});
      for (Module* module : std::initializer_list<Module*>{&frn, &faceattr, &dn}) {
        module->initialize(1);
      }
      dn.eval();
      const Variable x(zeros({2, size, size, 3})), a(zeros({2, attributes}));
      BOOST_TEST(frn(x, a).shape() == x.shape());
      BOOST_TEST(faceattr(x, a).shape() == x.shape());
      BOOST_TEST(dn(x, a).shape() == (Shape{2, 1}));
    }
  }
}

BOOST_AUTO_TEST_CASE(attributes_reach_both_networks) {
  const Variable x(random_uniform({2, 64, 64, 3}, Random(1, "x"), -1, 1));
  const Variable a(zeros({2, 3})), b(full({2, 3}, 1));
  const auto differ = [](const Variable& y, const Variable& z) {
    const auto p = y.value().span<float>(), q = z.value().span<float>();
    return !std::equal(p.begin(), p.end(), q.begin());
  };
  const auto reaches = [&](auto& network) {
    network.initialize(1);
    network.eval();
    return differ(network(x, a), network(x, b)) && !differ(network(x, a), network(x, a));
  };
  const FrnOptions options{.size = 64, .width_divisor = 32, .attributes = 3};
  Frn frn(options);
  FaceAttr faceattr(options);
  AttributeDiscriminator dn({.size = 64, .width_divisor = 32, .attributes = 3});
  BOOST_TEST(reaches(frn));
  BOOST_TEST(reaches(faceattr));
  BOOST_TEST(reaches(dn));
}

// 0.5, then a tenth of the way to what each call in training brings.
BOOST_AUTO_TEST_CASE(the_mean_of_attributes_is_remembered) {
  Frn frn({.size = 64, .width_divisor = 32, .attributes = 2});
  frn.initialize(1);
  const Variable x(zeros({2, 64, 64, 3}));
  const Variable a(tensor({2, 2}, {1, 0, 1, 1}));
  frn(x, a);
  const auto mean = frn.mean_attributes().span<float>();
  BOOST_TEST(mean[0] == 0.55f, boost::test_tools::tolerance(1e-6f));
  BOOST_TEST(mean[1] == 0.5f, boost::test_tools::tolerance(1e-6f));
  frn.eval();
  frn(x, a);
  BOOST_TEST(mean[0] == 0.55f, boost::test_tools::tolerance(1e-6f));
}

BOOST_AUTO_TEST_CASE(what_does_not_fit_is_refused) {
  BOOST_CHECK_THROW(Frn({.size = 96}), std::invalid_argument);
  BOOST_CHECK_THROW(FaceAttr({.size = 32}), std::invalid_argument);
  BOOST_CHECK_THROW(Frn({.attributes = -1}), std::invalid_argument);
  BOOST_CHECK_THROW(AttributeDiscriminator({.size = 100}), std::invalid_argument);
  const FrnOptions options{.size = 64, .width_divisor = 32, .attributes = 2};
  Frn frn(options);
  AttributeDiscriminator dn({.size = 64, .width_divisor = 32, .attributes = 2});
  const Variable x(zeros({1, 64, 64, 3}));
  for (const Variable& a : {Variable(), Variable(zeros({1, 3})), Variable(zeros({2, 2}))}) {
    BOOST_CHECK_THROW(frn(x, a), std::invalid_argument);
    BOOST_CHECK_THROW(dn(x, a), std::invalid_argument);
  }
  BOOST_CHECK_THROW(frn(Variable(zeros({1, 128, 128, 3})), Variable(zeros({1, 2}))),
                    std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
