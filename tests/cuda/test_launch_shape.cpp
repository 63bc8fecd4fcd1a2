#include "cuda/launch_shape.h"

#include <boost/test/unit_test.hpp>

using namespace mien;

BOOST_AUTO_TEST_SUITE(launch_shape_suite)

BOOST_AUTO_TEST_CASE(there_is_a_thread_for_each_element) {
  for (const Index n : {1, 255, 256, 257, 1'000'000, 1 << 28}) {
    const cuda::LaunchShape shape = cuda::launch_shape(n);
    const Index threads = static_cast<Index>(shape.blocks) * shape.threads;
    BOOST_TEST(threads >= n);
    BOOST_TEST(threads < n + shape.threads);
  }
}

BOOST_AUTO_TEST_CASE(threads_take_several_elements_of_very_many) {
  const cuda::LaunchShape shape = cuda::launch_shape(Index{1} << 40);
  BOOST_TEST(shape.blocks == 1u << 20);
  BOOST_TEST(shape.threads == 256u);
}

BOOST_AUTO_TEST_SUITE_END()
