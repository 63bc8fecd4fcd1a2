#include "autograd/cases/cases.h"
#include "tests/gradient_suite.h"

using namespace mien;

BOOST_AUTO_TEST_SUITE(op_gradients)

static const GradientSuite suite(op_gradient_cases());

BOOST_AUTO_TEST_CASE(every_op_has_a_case) {
  const std::set<std::string> constants = {"equal",      "greater",   "greater_equal", "less",
                                           "less_equal", "not_equal", "scalar_like",   "sign"};
  std::set<std::string> covered;
  for (const auto& entry : op_gradient_cases()) covered.insert(entry.name);
  for (const auto& name : declared_in(MIEN_SOURCE_DIR "/autograd/ops", R"(^Variable (\w+)\()")) {
    BOOST_TEST((covered.contains(name) || constants.contains(name)),
               name << " has no gradient case in autograd/cases");
  }
}

BOOST_AUTO_TEST_SUITE_END()
