#include <boost/test/unit_test.hpp>

#include "layers/spatial_transformer.h"

using namespace mien;

namespace {

const SpatialTransformer::Options kSmall = {
    .in_channels = 2, .size = 8, .channels = {3, 4}, .code_channels = 5};

}  // namespace

BOOST_AUTO_TEST_SUITE(spatial_transformer)

BOOST_AUTO_TEST_CASE(it_starts_as_the_identity) {
  SpatialTransformer stn(kSmall);
  stn.initialize(1);
  const Tensor x = random_normal({2, 8, 8, 2}, Random(2, "x"));
  const Tensor y = stn(Variable(x)).value();
  for (Index i = 0; i < x.numel(); ++i) {
    BOOST_REQUIRE_SMALL(y.data<float>()[i] - x.data<float>()[i], 1e-5f);
  }
}

BOOST_AUTO_TEST_CASE(six_parameters_start_as_the_identity_too) {
  auto options = kSmall;
  options.affine = true;
  SpatialTransformer stn(options);
  stn.initialize(1);
  const Tensor x = random_normal({2, 8, 8, 2}, Random(2, "x"));
  const Tensor y = stn(Variable(x)).value();
  BOOST_TEST(stn.localise(Variable(x)).shape() == (Shape{2, 6}));
  for (Index i = 0; i < x.numel(); ++i) {
    BOOST_REQUIRE_SMALL(y.data<float>()[i] - x.data<float>()[i], 1e-5f);
  }
}

// The released code starts with an angle of one radian.
BOOST_AUTO_TEST_CASE(the_code_faithful_start_turns_by_a_radian) {
  auto options = kSmall;
  options.start = SpatialTransformer::Start::code_faithful;
  SpatialTransformer stn(options);
  stn.initialize(1);
  const Tensor parameters = stn.localise(Variable(zeros({1, 8, 8, 2}))).value();
  const std::vector<float> start(parameters.span<float>().begin(), parameters.span<float>().end());
  BOOST_TEST(start == (std::vector<float>{1, 1, 0, 0}), boost::test_tools::per_element());
}

// Tables 3-6 of IFRP's supplement, and the released code's third transformer; then TANN's L1 and
// L4, and its L3 and L4 beside skips.
BOOST_AUTO_TEST_CASE(parameter_counts_of_the_paper) {
  const auto count = [](Index channels, Index size, std::vector<Index> widths) {
    return SpatialTransformer({.in_channels = channels, .size = size, .channels = widths})
        .parameter_count();
  };
  BOOST_TEST(count(32, 64, {64, 128, 256, 20}) == 438'944);
  BOOST_TEST(count(64, 32, {128, 256, 20}) == 420'448);
  BOOST_TEST(count(128, 16, {256, 20}) == 346'592);
  BOOST_TEST(count(64, 32, {64, 128, 256}) == 453'756);
  BOOST_TEST(count(128, 8, {20}) == 28'384);
  BOOST_TEST(count(32, 16, {256, 20}) == 125'408);
  BOOST_TEST(count(256, 16, {256, 20}) == 641'504);
  BOOST_TEST(count(640, 8, {20}) == 120'544);
  BOOST_TEST(count(448, 16, {256, 20}) == 1'083'872);
}

// 32 -> 16 -> 12 -> 6 -> 2 of TANN, without and with skips; 64 -> 32 -> 28 -> 14 -> 10 -> 5 -> 3 of
// TDN and of FaceAttr's STNb.
BOOST_AUTO_TEST_CASE(unpadded_localisation_nets) {
  using Unpadded = std::vector<SpatialTransformer::Unpadded>;
  const auto count = [](Index channels, Index size, const Unpadded& unpadded) {
    return SpatialTransformer({.in_channels = channels, .size = size, .unpadded = unpadded})
        .parameter_count();
  };
  BOOST_TEST(count(512, 32, {{}, {}}) == 267'744);
  BOOST_TEST(count(544, 32, {{}, {}}) == 283'744);
  BOOST_TEST(count(256, 64, {{.channels = 128}, {}, {.kernel = 3}}) == 890'672);
  BOOST_TEST(count(128, 64, {{.channels = 64}, {}, {.kernel = 3}}) == 244'208);
  SpatialTransformer small({.in_channels = 1, .size = 16, .unpadded = {{.pooled = false}, {}}});
  small.initialize(1);
  BOOST_TEST(small(Variable(zeros({2, 16, 16, 1}))).shape() == (Shape{2, 16, 16, 1}));
  BOOST_CHECK_EXCEPTION(count(1, 16, {{}, {}}), std::invalid_argument, [](const auto& e) {
    return std::string(e.what()) ==
           "SpatialTransformer: a map of size 16 is used up by the unpadded convolutions";
  });
}

// STNa of FaceAttr's released code: 32, 16, 8, 4.
BOOST_AUTO_TEST_CASE(a_net_that_pools_first) {
  SpatialTransformer::Options options{
      .in_channels = 256, .size = 32, .channels = {128, 20}, .pool_first = true};
  BOOST_TEST(SpatialTransformer(options).parameter_count() == 323'424);
  for (const Index size : {16, 32, 64}) {
    options = {.in_channels = 2, .size = size, .channels = {3, 4}, .pool_first = true};
    if (size == 64) {
      BOOST_CHECK_THROW(SpatialTransformer{options}, std::invalid_argument);
      continue;
    }
    SpatialTransformer stn(options);
    stn.initialize(1);
    const Tensor x = random_normal({1, size, size, 2}, Random(2, "x"));
    BOOST_TEST(stn.localise(Variable(x)).shape() == (Shape{1, 4}));
  }
  options.size = 4;
  BOOST_CHECK_THROW(SpatialTransformer{options}, std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(sizes_that_cannot_be_halved_to_four_are_refused) {
  for (Index size : {7, 12, 32}) {
    auto options = kSmall;
    options.size = size;
    BOOST_CHECK_THROW(SpatialTransformer{options}, std::invalid_argument);
  }
}

BOOST_AUTO_TEST_SUITE_END()
