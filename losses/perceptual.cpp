#include "losses/perceptual.h"

#include "autograd/grad_mode.h"
#include "autograd/ops/arithmetic.h"
#include "autograd/ops/elementary.h"
#include "losses/mse.h"

namespace mien {

Variable perceptual_loss(const Variable& y, const Tensor& target_features,
                         const FeatureNetwork& features) {
  const Variable of_y = features(y);
  check(of_y.shape() == target_features.shape(), "perceptual_loss: the features of y are ",
        of_y.shape(), " but those of the target ", target_features.shape());
  return mse_loss(of_y, Variable(target_features));
}

Tensor perceptual_features(const Tensor& target, const FeatureNetwork& features) {
  const NoGrad guard;
  return features(Variable(target)).value();
}

Variable perceptual_loss(const Variable& y, const std::vector<Tensor>& target_features,
                         const FeaturePyramid& features, FeatureDistance distance) {
  const std::vector<Variable> of_y = features(y);
  check(!of_y.empty() && of_y.size() == target_features.size(), "perceptual_loss: y has features ",
        "of ", of_y.size(), " layers but the target of ", target_features.size());
  Variable sum;
  for (std::size_t k = 0; k < of_y.size(); ++k) {
    check(of_y[k].shape() == target_features[k].shape(), "perceptual_loss: the features of y are ",
          of_y[k].shape(), " but those of the target ", target_features[k].shape());
    const Variable square = mse_loss(of_y[k], Variable(target_features[k]));
    const Variable term = distance == FeatureDistance::rms ? sqrt(square + 1e-12) : square;
    sum = sum.defined() ? sum + term : term;
  }
  return sum;
}

std::vector<Tensor> perceptual_features(const Tensor& target, const FeaturePyramid& features) {
  const NoGrad guard;
  std::vector<Tensor> all;
  for (const Variable& layer : features(Variable(target))) all.push_back(layer.value());
  return all;
}

}  // namespace mien
