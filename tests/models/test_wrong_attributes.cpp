#include "models/afrp/wrong_attributes.h"

#include <boost/test/unit_test.hpp>
#include <vector>

using namespace mien;

namespace {

using Rows = std::vector<std::vector<float>>;

Rows rows_of(const Tensor& x) {
  Rows rows;
  for (Index i = 0; i < x.dim(0); ++i) {
    const float* row = x.data<float>() + i * x.dim(1);
    rows.emplace_back(row, row + x.dim(1));
  }
  return rows;
}

int differences(const std::vector<float>& a, const std::vector<float>& b) {
  int count = 0;
  for (std::size_t i = 0; i < a.size(); ++i) count += a[i] != b[i];
  return count;
}

const Tensor kFaces = tensor({4, 5}, {1, 0, 0, 1, 1,  //
                                      0, 1, 0, 0, 0,  //
                                      1, 1, 1, 0, 0,  //
                                      0, 0, 0, 1, 1});

}  // namespace

BOOST_AUTO_TEST_SUITE(wrong_attributes_of_faces)

// One attribute turned over, or exactly another face's; both happen.
BOOST_AUTO_TEST_CASE(they_are_one_turned_over_or_another_faces) {
  const Rows right = rows_of(kFaces);
  int turned = 0, taken = 0;
  for (std::uint64_t step = 0; step < 50; ++step) {
    const Rows wrong =
        rows_of(wrong_attributes(kFaces, kFaces, WrongAttributes::any, Random(3, "w", step)));
    for (std::size_t i = 0; i < right.size(); ++i) {
      BOOST_TEST(wrong[i] != right[i]);
      const bool is_others = std::find(right.begin(), right.end(), wrong[i]) != right.end();
      BOOST_TEST((is_others || differences(wrong[i], right[i]) == 1));
      (is_others ? taken : turned) += 1;
    }
  }
  BOOST_TEST((60 < turned && turned < 140));
  BOOST_TEST(taken + turned == 200);
}

BOOST_AUTO_TEST_CASE(the_code_sets_the_last_where_it_was_not) {
  const Rows right = rows_of(kFaces);
  for (std::uint64_t step = 0; step < 20; ++step) {
    const Rows wrong =
        rows_of(wrong_attributes(kFaces, kFaces, WrongAttributes::last, Random(3, "w", step)));
    for (const std::size_t i : {1, 2}) {
      BOOST_TEST(wrong[i].back() == 1);
      BOOST_TEST(differences(wrong[i], right[i]) == 1);
    }
    for (const std::size_t i : {0, 3}) {
      BOOST_TEST((std::find(right.begin(), right.end(), wrong[i]) != right.end()));
      BOOST_TEST(wrong[i] != right[i]);
    }
  }
}

// Nobody to take them from: one is turned over all the same.
BOOST_AUTO_TEST_CASE(twins_still_get_wrong_ones) {
  const Tensor twins = tensor({2, 3}, {1, 0, 1, 1, 0, 1});
  for (const auto how : {WrongAttributes::any, WrongAttributes::last}) {
    for (std::uint64_t step = 0; step < 20; ++step) {
      for (const auto& row : rows_of(wrong_attributes(twins, twins, how, Random(3, "w", step)))) {
        BOOST_TEST(differences(row, {1, 0, 1}) == 1);
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(shapes_that_do_not_fit_are_refused) {
  const auto draw = [](const Shape& own, const Shape& others) {
    wrong_attributes(zeros(own), zeros(others), WrongAttributes::any, Random(1, "w"));
  };
  BOOST_CHECK_THROW(draw({2, 3}, {2, 4}), std::invalid_argument);
  BOOST_CHECK_THROW(draw({2, 0}, {2, 0}), std::invalid_argument);
  BOOST_CHECK_THROW(draw({2, 3}, {0, 3}), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
