#include "training/environment.h"

#include <boost/test/unit_test.hpp>
#include <cstring>
#include <limits>

#include "cpu/context.h"
#include "training/processor.h"
#include "training/threads.h"

using namespace mien;

BOOST_AUTO_TEST_SUITE(environment_suite)

BOOST_AUTO_TEST_CASE(version_names_what_matters) {
  const std::string version = version_text();
  BOOST_TEST(version.starts_with("mien "));
  for (const char* part : {"-march=", "\ncompiler ", "\nEigen 3.", "\nthreads ", "\ncuda "}) {
    BOOST_TEST(version.find(part) != version.npos, part);
  }
}

BOOST_AUTO_TEST_CASE(every_instruction_set_of_the_build_can_be_asked_for) {
  BOOST_TEST(missing_instruction(kBuildInstructions) == nullptr);
}

BOOST_AUTO_TEST_CASE(a_missing_instruction_set_is_named) {
  const char* const names[] = {"future9000", nullptr};
  BOOST_REQUIRE(missing_instruction(names) != nullptr);
  BOOST_TEST(std::strcmp(missing_instruction(names), "future9000") == 0);
}

BOOST_AUTO_TEST_CASE(kernels_use_the_threads_asked_for) {
  for (int count : {1, 3, 2}) {
    use_threads(count);
    BOOST_TEST(cpu::context().threads == count);
  }
}

BOOST_AUTO_TEST_CASE(denormals_are_flushed_in_every_thread) {
  use_threads(3);
  float smallest[3] = {1, 1, 1};
#pragma omp parallel for num_threads(3)
  for (int i = 0; i < 3; ++i) {
    volatile float tiny = std::numeric_limits<float>::min();
    tiny = tiny / 2;
    smallest[i] = tiny;
  }
  for (float value : smallest) BOOST_TEST(value == 0);
  BOOST_CHECK_THROW(use_threads(0), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
