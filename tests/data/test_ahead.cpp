#include "data/ahead.h"

#include <atomic>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <stdexcept>
#include <thread>

using namespace mien;

BOOST_AUTO_TEST_SUITE(ahead)

BOOST_AUTO_TEST_CASE(things_come_in_order_and_no_more_than_asked_for) {
  std::atomic<int> begun = 0;
  int made = 0;
  {
    Ahead<int> numbers(
        [&] {
          ++begun;
          return made++;
        },
        2);
    for (int i = 0; i < 100; ++i) {
      BOOST_TEST(numbers.next() == i);
      BOOST_TEST(begun <= i + 4);  // those taken, two that wait, one that is being made
    }
  }
  BOOST_TEST(begun <= 103);
}

BOOST_AUTO_TEST_CASE(waits_are_told_in_seconds) {
  const auto now = [] { return std::chrono::steady_clock::now(); };
  Ahead<int> numbers([] { return std::this_thread::sleep_for(std::chrono::milliseconds(5)), 1; },
                     1);
  BOOST_TEST(numbers.last_wait() == 0);
  for (int i = 0; i < 3; ++i) {
    const auto start = now();
    numbers.next();
    const std::chrono::duration<double> passed = now() - start;
    BOOST_TEST((0 < numbers.last_wait() && numbers.last_wait() <= passed.count()));
  }
}

BOOST_AUTO_TEST_CASE(a_failure_comes_after_what_was_made_before_it) {
  int made = 0;
  Ahead<int> numbers(
      [&] {
        if (made == 3) throw std::runtime_error("no more");
        return made++;
      },
      5);
  for (int i = 0; i < 3; ++i) BOOST_TEST(numbers.next() == i);
  for (int again = 0; again < 2; ++again) BOOST_CHECK_THROW(numbers.next(), std::runtime_error);
}

BOOST_AUTO_TEST_CASE(nobody_needs_to_take_anything) {
  for (int i = 0; i < 20; ++i) const Ahead<int> numbers([] { return 1; }, 1);
}

BOOST_AUTO_TEST_SUITE_END()
