#include "metrics/retrieval.h"

#include <boost/test/unit_test.hpp>
#include <cmath>
#include <limits>

using namespace mien;

namespace {

// Faces on a line: descriptors of one number.
Descriptors on_a_line(const std::vector<float>& places, std::vector<Index> people) {
  return {from_values<float>({static_cast<Index>(places.size()), 1}, places), std::move(people)};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(retrieval_suite)

// Query 0 (person 7) stands at 0.9: the faces at 1 and 0.7 are nearer than its own at 0.
BOOST_AUTO_TEST_CASE(a_hit_is_among_the_nearest) {
  const Descriptors gallery = on_a_line({0, 1, 0.7f, 9}, {7, 8, 9, 5});
  const Descriptors query = on_a_line({0.9f}, {7});
  BOOST_TEST(hit_rate(query, gallery, 1) == 0);
  BOOST_TEST(hit_rate(query, gallery, 2) == 0);
  BOOST_TEST(hit_rate(query, gallery, 3) == 1);
}

BOOST_AUTO_TEST_CASE(rates_are_shares_of_the_queries) {
  const Descriptors gallery = on_a_line({0, 1, 2, 3}, {0, 1, 2, 3});
  const Descriptors queries = on_a_line({0.1f, 2.2f, 2.9f, 2.8f}, {0, 1, 2, 3});
  BOOST_TEST(hit_rate(queries, gallery, 1) == 0.5);
  BOOST_TEST(hit_rate(queries, gallery, 2) == 0.75);
  BOOST_TEST(hit_rate(queries, gallery, 4) == 1);
}

BOOST_AUTO_TEST_CASE(any_face_of_the_person_counts) {
  const Descriptors gallery = on_a_line({5, 1, 0}, {3, 4, 3});
  BOOST_TEST(hit_rate(on_a_line({0.2f}, {3}), gallery, 1) == 1);
}

// One face for everybody tells nobody apart.
BOOST_AUTO_TEST_CASE(equal_faces_are_hit_by_chance) {
  std::vector<float> same(100, 1.f);
  std::vector<Index> people(100);
  for (Index i = 0; i < 100; ++i) people[static_cast<std::size_t>(i)] = i;
  const Descriptors everybody = on_a_line(same, people);
  BOOST_TEST(std::abs(hit_rate(everybody, everybody, 5) - 0.05) < 1e-12);
}

BOOST_AUTO_TEST_CASE(whoever_is_not_in_the_gallery_is_missed) {
  BOOST_TEST(hit_rate(on_a_line({0}, {1}), on_a_line({0, 1}, {2, 3}), 2) == 0);
}

// Pairs of two people are at 1, 2, 3 and 4; those of one person at 0.5 and 2.5.
BOOST_AUTO_TEST_CASE(verification_passes_a_share_of_strangers) {
  const Descriptors queries = on_a_line({0}, {0});
  const Descriptors gallery = on_a_line({.5f, 2.5f, 1, 2, 3, 4}, {0, 0, 1, 2, 3, 4});
  BOOST_TEST(verification_rate(queries, gallery, 0) == 0.5);
  BOOST_TEST(verification_rate(queries, gallery, 0.25) == 0.5);
  BOOST_TEST(verification_rate(queries, gallery, 0.5) == 1);
  BOOST_TEST(verification_rate(queries, gallery, 1) == 1);
}

BOOST_AUTO_TEST_CASE(who_looks_no_nearer_than_a_stranger_does_not_pass) {
  BOOST_TEST(verification_rate(on_a_line({0}, {0}), on_a_line({1, 1}, {0, 1}), 0) == 0);
}

BOOST_AUTO_TEST_CASE(verification_needs_both_kinds_of_pairs) {
  const Descriptors face = on_a_line({0}, {0});
  BOOST_TEST(std::isnan(verification_rate(face, face)));
  BOOST_TEST(std::isnan(verification_rate(face, on_a_line({0}, {1}))));
}

BOOST_AUTO_TEST_CASE(wrong_descriptors_are_explained) {
  const Descriptors face = on_a_line({0}, {0});
  BOOST_CHECK_THROW(hit_rate(face, on_a_line({0, 1}, {0})), std::invalid_argument);
  BOOST_CHECK_THROW(hit_rate(face, {zeros({1, 2}), {0}}), std::invalid_argument);
  BOOST_CHECK_THROW(hit_rate({zeros({0, 1}), {}}, face), std::invalid_argument);
  BOOST_CHECK_THROW(hit_rate(face, {zeros({1, 1}, DType::float64), {0}}), std::invalid_argument);
  BOOST_CHECK_THROW(hit_rate(face, face, 0), std::invalid_argument);
  for (const float value : {std::nanf(""), std::numeric_limits<float>::infinity()}) {
    const Descriptors broken = on_a_line({0, value}, {0, 1});
    BOOST_CHECK_THROW(hit_rate(face, broken), std::invalid_argument);
    BOOST_CHECK_THROW(hit_rate(broken, face), std::invalid_argument);
    BOOST_CHECK_THROW(verification_rate(broken, broken), std::invalid_argument);
  }
  BOOST_CHECK_THROW(verification_rate(face, face, 1.5), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
