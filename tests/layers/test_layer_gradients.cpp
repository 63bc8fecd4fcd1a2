#include "layers/cases.h"
#include "tests/gradient_suite.h"

using namespace mien;

BOOST_AUTO_TEST_SUITE(layer_gradients)

static const GradientSuite suite(layer_gradient_cases());

BOOST_AUTO_TEST_CASE(every_layer_has_a_case) {
  std::set<std::string> covered;
  for (const auto& entry : layer_gradient_cases()) covered.insert(entry.name);
  for (const auto& name :
       declared_in(MIEN_SOURCE_DIR "/layers", R"(^class (\w+) : public Module)")) {
    BOOST_TEST(covered.contains(name), name << " has no gradient case in layers/cases.cpp");
  }
}

BOOST_AUTO_TEST_SUITE_END()
