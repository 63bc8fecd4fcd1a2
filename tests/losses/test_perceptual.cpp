#include <boost/test/unit_test.hpp>
#include <cmath>

#include "autograd/engine.h"
#include "autograd/ops/arithmetic.h"
#include "autograd/ops/relu.h"
#include "losses/perceptual.h"

using namespace mien;

BOOST_AUTO_TEST_SUITE(perceptual)

// Features relu(2 x): y gives (2, 0), the target (6, 8); differences -4 and -8.
BOOST_AUTO_TEST_CASE(worked_example) {
  int calls = 0;
  const FeatureNetwork features = [&](const Variable& x) {
    ++calls;
    return relu(x * 2.0);
  };
  const Variable y = parameter(tensor({1, 2}, {1, -1}));
  const Tensor target = perceptual_features(tensor({1, 2}, {3, 4}), features);
  const Variable loss = perceptual_loss(y, target, features);
  BOOST_TEST(loss.item() == (16 + 64) / 2.0);
  backward(loss);
  BOOST_TEST(y.grad().value().data<float>()[0] == -8);  // 2 (-4) / 2 elements, times 2
  BOOST_TEST(y.grad().value().data<float>()[1] == 0);
  BOOST_TEST(calls == 2);
}

// Layers x and 2 x: differences 3 and 6 of one value, then 1 and 2.
BOOST_AUTO_TEST_CASE(several_layers_are_added) {
  const FeaturePyramid features = [](const Variable& x) {
    return std::vector<Variable>{x, x * 2.0};
  };
  const auto target = perceptual_features(tensor({1, 2}, {3, 4}), features);
  const Variable y(tensor({1, 2}, {0, 3}));
  BOOST_TEST(perceptual_loss(y, target, features).item() == (9 + 1) / 2.0 + (36 + 4) / 2.0);
  BOOST_TEST(perceptual_loss(y, target, features, FeatureDistance::rms).item() ==
                 std::sqrt(5.0) + std::sqrt(20.0),
             boost::test_tools::tolerance(1e-6));
  BOOST_CHECK_THROW(perceptual_loss(y, std::vector<Tensor>{target[0]}, features),
                    std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(other_feature_shapes_are_explained) {
  const FeatureNetwork features = [](const Variable& x) { return x; };
  BOOST_CHECK_EXCEPTION(
      perceptual_loss(Variable(zeros({1, 2})), zeros({2, 2}), features), std::invalid_argument,
      [](const auto& e) {
        return std::string(e.what()) ==
               "perceptual_loss: the features of y are [1, 2] but those of the target [2, 2]";
      });
}

BOOST_AUTO_TEST_SUITE_END()
