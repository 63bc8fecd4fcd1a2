#include "metrics/null_space_lda.h"

#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cmath>

#include "tests/metrics/byte_rows.h"

using namespace mien;

namespace {

Tensor sum(const Tensor& x, const Tensor& y) {
  Tensor z = x.clone();
  auto values = z.mutable_span<double>();
  for (std::size_t i = 0; i < values.size(); ++i) values[i] += y.span<double>()[i];
  return z;
}

PeopleSplit fixture_split() {
  PeopleSplit split;
  for (Index i = 0; i < 30; ++i) (i < 12 ? split.training : split.test).push_back(i * 7 % 30);
  return split;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(null_space_lda_suite)

// Printed by tests/fixtures/make_metrics.py.
BOOST_AUTO_TEST_CASE(one_split_agrees_with_the_fixture) {
  const int hits[] = {3, 3, 5, 5, 6, 6, 9, 10, 11, 13, 15};
  const Tensor photographs = byte_rows(30, 40, 3);
  const Tensor synthesised = sum(photographs, byte_rows(30, 40, 4));
  const auto rates = NullSpaceLda(photographs, synthesised).rates(fixture_split());
  BOOST_REQUIRE(rates.size() == 11);
  for (int d = 0; d < 11; ++d) BOOST_TEST(rates[d] == hits[d] / 18.0);
}

// Both pictures of a person in training fall on one point, however far apart they are and however
// close to those of others: that is what the null space is.
BOOST_AUTO_TEST_CASE(training_people_are_always_recognised) {
  const Tensor x = byte_rows(30, 40, 3);
  const NullSpaceLda lda(x, sum(x, scaled(byte_rows(30, 40, 4), 1e4, 0)));
  PeopleSplit split = fixture_split();
  split.test = split.training;
  for (double rate : lda.rates(split)) BOOST_TEST(rate == 1);
}

// Rows 0 and 7 train with one picture twice, rows 14 and 21 with differences that are the same.
BOOST_AUTO_TEST_CASE(dependent_differences_do_no_harm) {
  const Tensor x = byte_rows(30, 40, 3);
  Tensor y = scaled(byte_rows(30, 40, 4), 1e4, 0);
  const auto noise = y.mutable_span<double>();
  for (Index row : {0, 7}) std::fill_n(&noise[row * 40], 40, 0);
  std::copy_n(&noise[14 * 40], 40, &noise[21 * 40]);
  PeopleSplit split = fixture_split();
  split.test = split.training;
  for (double rate : NullSpaceLda(x, sum(x, y)).rates(split)) BOOST_TEST(rate == 1);
}

BOOST_AUTO_TEST_CASE(identical_sets_are_always_recognised) {
  const Tensor x = byte_rows(24, 30, 5);
  const auto rates = null_space_lda(x, x, {.training_people = 10, .splits = 3});
  BOOST_TEST(rates.best_rate == 1);
  BOOST_TEST(rates.rate_of_best_dimension == 1);
}

BOOST_AUTO_TEST_CASE(pictures_of_others_are_recognised_by_chance) {
  const Tensor x = byte_rows(70, 100, 6), y = byte_rows(70, 100, 7);
  const auto rates = null_space_lda(x, y, {.training_people = 20, .splits = 20});
  BOOST_TEST(std::abs(rates.rate_of_best_dimension - 1 / 50.0) < 0.02);
  BOOST_TEST(rates.best_rate > rates.rate_of_best_dimension);
  BOOST_TEST(rates.best_rate < 0.1);
}

// Each test person's picture is in the gallery as someone else's.
BOOST_AUTO_TEST_CASE(a_gallery_out_of_step_is_never_recognised) {
  const Tensor x = byte_rows(24, 60, 8);
  Tensor y = x.clone();
  auto values = y.mutable_span<double>();
  std::rotate(values.begin() + 10 * 60, values.begin() + 11 * 60, values.end());
  PeopleSplit split;
  for (Index i = 0; i < 24; ++i) (i < 10 ? split.training : split.test).push_back(i);
  for (double rate : NullSpaceLda(x, y).rates(split)) BOOST_TEST(rate == 0);
}

BOOST_AUTO_TEST_CASE(one_picture_more_everywhere_and_the_type_change_nothing) {
  const Tensor x = byte_rows(30, 40, 3), y = byte_rows(30, 40, 4);
  const auto rates = NullSpaceLda(x, y).rates(fixture_split());
  const auto shifted = NullSpaceLda(scaled(x, 1, 1000), scaled(y, 1, 1000)).rates(fixture_split());
  BOOST_TEST(shifted == rates);
  for (DType dtype : {DType::uint8, DType::float32}) {
    BOOST_TEST(NullSpaceLda(x.to(dtype), y.to(dtype)).rates(fixture_split()) == rates);
  }
}

BOOST_AUTO_TEST_CASE(splits_follow_the_seed) {
  const Random random(3, "test");
  const PeopleSplit split = split_people(12, 5, random);
  BOOST_TEST(split.training.size() == 5);
  std::vector<Index> everybody = split.training;
  everybody.insert(everybody.end(), split.test.begin(), split.test.end());
  std::sort(everybody.begin(), everybody.end());
  for (Index i = 0; i < 12; ++i) BOOST_TEST(everybody[i] == i);
  BOOST_TEST(split_people(12, 5, random).training == split.training);
  BOOST_TEST(split_people(12, 5, random.at(1)).training != split.training);
  BOOST_TEST(split_people(12, 5, Random(4, "test")).training != split.training);
}

BOOST_AUTO_TEST_CASE(rates_are_averages_over_the_splits) {
  const Tensor x = byte_rows(30, 40, 3), y = sum(x, byte_rows(30, 40, 4));
  const NullSpaceLda lda(x, y);
  std::vector<double> curve(9);
  double best = 0;
  for (Index i = 0; i < 3; ++i) {
    const auto rates = lda.rates(split_people(30, 10, Random(7, "null_space_lda", i)));
    best += *std::max_element(rates.begin(), rates.end()) / 3;
    for (int d = 0; d < 9; ++d) curve[d] += rates[d] / 3;
  }
  const auto rates = null_space_lda(x, y, {.training_people = 10, .splits = 3, .seed = 7});
  BOOST_TEST(std::abs(rates.best_rate - best) < 1e-12);
  const double best_dimension = *std::max_element(curve.begin(), curve.end());
  BOOST_TEST(std::abs(rates.rate_of_best_dimension - best_dimension) < 1e-12);
}

BOOST_AUTO_TEST_CASE(wrong_input_is_explained) {
  const Tensor x = byte_rows(10, 6, 8);
  BOOST_CHECK_THROW(NullSpaceLda(x, byte_rows(10, 7, 8)), std::invalid_argument);
  BOOST_CHECK_THROW(NullSpaceLda(x, x.to(DType::float32)), std::invalid_argument);
  BOOST_CHECK_THROW(NullSpaceLda(x.to(DType::int32), x.to(DType::int32)), std::invalid_argument);
  BOOST_CHECK_THROW(NullSpaceLda(x, Tensor()), std::invalid_argument);
  BOOST_CHECK_THROW(NullSpaceLda(scaled(x, 1, NAN), x), std::invalid_argument);
  const NullSpaceLda lda(x, x);
  BOOST_CHECK_THROW(lda.rates({{0}, {1}}), std::invalid_argument);
  BOOST_CHECK_THROW(lda.rates({{0, 1}, {}}), std::invalid_argument);
  BOOST_CHECK_THROW(lda.rates({{0, 1}, {10}}), std::invalid_argument);
  BOOST_CHECK_THROW(lda.rates({{0, 1, 2, 3}, {4}}), std::invalid_argument);
  BOOST_CHECK_THROW(split_people(5, 5, Random(0, 0)), std::invalid_argument);
  BOOST_CHECK_THROW(null_space_lda(x, x, {.training_people = -1}), std::invalid_argument);
  BOOST_CHECK_THROW(null_space_lda(x, x, {.training_people = 3, .splits = 0}),
                    std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
