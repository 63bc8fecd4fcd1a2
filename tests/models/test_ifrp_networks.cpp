#include <boost/test/unit_test.hpp>

#include "models/backbones/vgg19.h"
#include "models/ifrp/networks.h"
#include "models/recovery/discriminator.h"

using namespace mien;

BOOST_AUTO_TEST_SUITE(ifrp_networks)

BOOST_AUTO_TEST_CASE(parameter_counts_of_the_papers) {
  BOOST_TEST(SrnC(SrnOptions{}).parameter_count() == 8'364'451);
  BOOST_TEST(SrnP(SrnOptions{}).parameter_count() == 13'121'119);
  BOOST_TEST(SrnP({.transformers = false}).parameter_count() == 11'461'379);
  BOOST_TEST(SrnC({.transformers = false}).parameter_count() == 7'476'675);
  BOOST_TEST(Discriminator(Discriminator::Options{}).parameter_count() == 6'663'457);
}

BOOST_AUTO_TEST_CASE(images_keep_their_size) {
  for (Index size : {64, 128}) {
    const SrnOptions options{.size = size, .width_divisor = 16};
    SrnC c(options);
    SrnP p(options);
    Discriminator d({.size = size, .width_divisor = 16});
    const Variable x(zeros({2, size, size, 3}));
    for (Module* module : std::initializer_list<Module*>{&c, &p, &d}) module->initialize(1);
    BOOST_TEST(c(x).shape() == x.shape());
    BOOST_TEST(p(x).shape() == x.shape());
    BOOST_TEST(d(x).shape() == (Shape{2, 1}));
  }
}

BOOST_AUTO_TEST_CASE(one_image_trains_too) {
  SrnC net({.size = 64, .width_divisor = 16});
  net.initialize(1);
  BOOST_TEST(net(Variable(zeros({1, 64, 64, 3}))).shape() == (Shape{1, 64, 64, 3}));
}

BOOST_AUTO_TEST_CASE(other_sizes_are_refused) {
  BOOST_CHECK_THROW(SrnC({.size = 96}), std::invalid_argument);
  BOOST_CHECK_THROW(Discriminator({.size = 100}), std::invalid_argument);
  SrnP net({.size = 64, .width_divisor = 16});
  BOOST_CHECK_THROW(net(Variable(zeros({1, 128, 128, 3}))), std::invalid_argument);
}

// 128 -> 126, 124 | 62 -> 60, 58 | 29 -> 27, 25 without padding; 128, 64, 32 with it.
BOOST_AUTO_TEST_CASE(vgg_feature_sizes) {
  for (const auto& [padded, side] : {std::pair{false, Index{25}}, std::pair{true, Index{32}}}) {
    Vgg19 vgg({.padded = padded, .width_divisor = 32});
    vgg.initialize(1);
    BOOST_TEST(vgg(Variable(zeros({1, 128, 128, 3}))).shape() == (Shape{1, side, side, 8}));
  }
}

BOOST_AUTO_TEST_SUITE_END()
