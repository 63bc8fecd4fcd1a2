#include "losses/cases/cases.h"

#include "autograd/ops/arithmetic.h"
#include "autograd/ops/matmul.h"
#include "losses/mse.h"
#include "losses/perceptual.h"

namespace mien {
namespace {

// A loss of two images, differentiated with respect to both.
template <class Loss>
std::function<GradientProblem(const Random&)> of_images(Loss loss) {
  return [loss](const Random& random) {
    const Variable y = normal_leaf({2, 3, 5, 3}, random);
    const Variable target = normal_leaf({2, 3, 5, 3}, random.at(1));
    return GradientProblem{{y, target}, [=] { return loss(y, target); }};
  };
}

GradientProblem perceptual(const Random& random) {
  const Variable y = normal_leaf({4, 3}, random);
  const Variable weight(random_normal({3, 2}, random.at(1), 0, 1, DType::float64));
  const FeatureNetwork features = [weight](const Variable& x) {
    const Variable h = matmul(x, weight);
    return h * h;
  };
  const Tensor target = random_normal({4, 3}, random.at(2), 0, 1, DType::float64);
  const Tensor target_features = perceptual_features(target, features);
  return {{y}, [=] { return perceptual_loss(y, target_features, features); }};
}

}  // namespace

std::vector<GradientCase> loss_gradient_cases() {
  return {
      {"mse_loss", "loss", of_images([](auto& y, auto& t) { return mse_loss(y, t); })},
      {"mse_loss", "loss",
       of_images([](auto& y, auto& t) { return mse_loss(y, t, Reduction::sum); })},
      {"perceptual_loss", "loss", perceptual},
  };
}

}  // namespace mien
