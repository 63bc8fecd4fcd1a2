#include "data/spread.h"

#include <boost/test/unit_test.hpp>

using namespace mien;

BOOST_AUTO_TEST_SUITE(spread_picks)

BOOST_AUTO_TEST_CASE(picks_reach_over_all_numbers) {
  const std::vector<Index> numbers = {3, 1, 4, 1, 5, 9, 2};
  BOOST_TEST(spread(numbers, 3) == (std::vector<Index>{3, 4, 5}), boost::test_tools::per_element());
  BOOST_TEST(spread(numbers, 9) == numbers, boost::test_tools::per_element());
  BOOST_TEST(spread(numbers, 0).empty());
  BOOST_TEST(spread({}, 3).empty());
}

BOOST_AUTO_TEST_SUITE_END()
