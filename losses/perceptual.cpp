#include "losses/perceptual.h"

#include "autograd/grad_mode.h"
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

}  // namespace mien
