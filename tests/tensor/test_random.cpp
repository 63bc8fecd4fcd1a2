#include <boost/test/unit_test.hpp>
#include <cmath>
#include <set>
#include <vector>

#include "tensor/functors/philox.h"
#include "tensor/random.h"

using namespace mien;

BOOST_AUTO_TEST_SUITE(random_numbers)

// Known answers of the Random123 distribution.
BOOST_AUTO_TEST_CASE(philox_known_answers) {
  const auto words = [](const functors::PhiloxBlock& block) {
    return std::vector<std::uint32_t>(block.word, block.word + 4);
  };
  using Words = std::vector<std::uint32_t>;
  const auto each = boost::test_tools::per_element();
  BOOST_TEST(words(functors::philox({{0, 0, 0, 0}}, 0, 0)) ==
                 (Words{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}),
             each);
  BOOST_TEST(words(functors::philox({{~0u, ~0u, ~0u, ~0u}}, ~0u, ~0u)) ==
                 (Words{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}),
             each);
  const functors::PhiloxBlock pi{{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}};
  BOOST_TEST(words(functors::philox(pi, 0xa4093822, 0x299f31d0)) ==
                 (Words{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}),
             each);
}

BOOST_AUTO_TEST_CASE(moments) {
  const Random random(7, "moments");
  double sum = 0, squares = 0, uniform = 0;
  constexpr int n = 200'000;
  for (int i = 0; i < n; ++i) {
    const double z = random.normal(i);
    sum += z;
    squares += z * z;
    uniform += random.uniform(i);
  }
  BOOST_TEST(std::abs(sum / n) < 0.01);
  BOOST_TEST(std::abs(squares / n - 1) < 0.02);
  BOOST_TEST(std::abs(uniform / n - 0.5) < 0.005);
}

BOOST_AUTO_TEST_CASE(address_decides_the_draw) {
  const Random a(1, "a"), b(1, "b");
  BOOST_TEST(a.bits(5) == Random(1, "a").bits(5));
  BOOST_TEST(a.bits(5) == a.four_bits(1)[1]);
  BOOST_TEST(a.bits(5) != b.bits(5));
  BOOST_TEST(a.bits(5) != a.at(1).bits(5));
  BOOST_TEST(a.bits(5) != Random(2, "a").bits(5));
}

BOOST_AUTO_TEST_CASE(permutation_holds_every_number_once) {
  const auto order = random_permutation(100, Random(3, "order"));
  BOOST_TEST(std::set<Index>(order.begin(), order.end()).size() == 100u);
  BOOST_TEST(order != random_permutation(100, Random(4, "order")),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()
