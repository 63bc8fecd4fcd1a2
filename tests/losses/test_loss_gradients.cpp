#include "losses/cases/cases.h"
#include "tests/gradient_suite.h"

using namespace mien;

BOOST_AUTO_TEST_SUITE(loss_gradients)

static const GradientSuite suite(loss_gradient_cases());

BOOST_AUTO_TEST_CASE(every_loss_has_a_case) {
  std::set<std::string> covered;
  for (const auto& entry : loss_gradient_cases()) covered.insert(entry.name);
  for (const auto& name : declared_in(MIEN_SOURCE_DIR "/losses", R"(^Variable (\w+)\()")) {
    BOOST_TEST(covered.contains(name), name << " has no gradient case in losses/cases");
  }
}

BOOST_AUTO_TEST_SUITE_END()
