#include "losses/cases/cases.h"

#include "autograd/ops/arithmetic.h"
#include "autograd/ops/matmul.h"
#include "autograd/ops/softmax.h"
#include "losses/adversarial.h"
#include "losses/compositional.h"
#include "losses/l1.h"
#include "losses/landmark.h"
#include "losses/mse.h"
#include "losses/parsing_matching.h"
#include "losses/perceptual.h"
#include "losses/total_variation.h"
#include "losses/triplet.h"

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

// l1 has a kink where the images agree: keep them apart.
GradientProblem l1(const Random& random, Reduction reduction) {
  const Variable y = normal_leaf({2, 3, 5, 3}, random);
  const Tensor gap = leaf_away_from({0}, 0.01, y.shape(), random.at(1)).value();
  const Variable target = parameter((Variable(gap) + y.detach()).value());
  return {{y, target}, [=] { return l1_loss(y, target, reduction); }};
}

// A loss of five logits, the last three of generated images.
template <class Loss>
GradientCase of_logits(const char* name, Loss loss) {
  return {name, "loss", [loss](const Random& random) {
            const Variable z = normal_leaf({5, 2, 3, 1}, random, 2);
            return GradientProblem{{z}, [=] { return loss(z); }};
          }};
}

GradientProblem perceptual(const Random& random) {
  const Variable y = normal_leaf({4, 3}, random);
  const Variable weight = normal_leaf({3, 2}, random.at(1)).detach();
  const FeatureNetwork features = [weight](const Variable& x) {
    const Variable h = matmul(x, weight);
    return h * h;
  };
  const Tensor target = normal_leaf({4, 3}, random.at(2)).value();
  const Tensor target_features = perceptual_features(target, features);
  return {{y}, [=] { return perceptual_loss(y, target_features, features); }};
}

// Two faces of three landmarks; the last one of each is too near the border for the map.
GradientProblem landmarks(const Random& random, LandmarkForm form) {
  const Variable flow = normal_leaf({2, 4, 5, 2}, random, 0.5);
  const Tensor target = tensor({2, 3, 2}, {1.3, 1.6, 2.5, 2, 3.4, 0.2,  //
                                           2, 1.1, 2.8, 1.9, 0.5, 2.7});
  const Tensor guide = random_uniform({2, 3, 2}, random.at(1), 0, 4);
  return {{flow}, [=] { return landmark_loss(flow, target, guide, form); }};
}

GradientProblem variation(const Random& random, Reduction reduction) {
  const Variable x = normal_leaf({2, 3, 5, 2}, random);
  return {{x}, [=] { return total_variation_loss(x, reduction); }};
}

GradientProblem pyramid(const Random& random, FeatureDistance distance) {
  const Variable y = normal_leaf({4, 3}, random);
  const Variable weight = normal_leaf({3, 2}, random.at(1)).detach();
  const FeaturePyramid features = [weight](const Variable& x) {
    const Variable h = matmul(x, weight);
    return std::vector<Variable>{h, h * h};
  };
  const Tensor target = normal_leaf({4, 3}, random.at(2)).value();
  const auto target_features = perceptual_features(target, features);
  return {{y}, [=] { return perceptual_loss(y, target_features, features, distance); }};
}

// Apart as in l1; the parts are probabilities.
GradientProblem compositional(const Random& random, CompositionalForm form) {
  GradientProblem images = l1(random, Reduction::mean);
  const Variable y = images.leaves[0], target = images.leaves[1];
  const Tensor parts = softmax(normal_leaf({2, 3, 5, 4}, random.at(2)).detach()).value();
  images.function = [=] { return compositional_loss(y, target, parts, {.form = form}); };
  return images;
}

GradientProblem parsing(const Random& random, ParsingNorm norm) {
  const Variable p = normal_leaf({2, 3, 5, 4}, random), t = normal_leaf(p.shape(), random.at(1));
  return {{p, t}, [=] { return parsing_matching_loss(p, t, {.norm = norm}); }};
}

// Some of the five terms are positive, some are not; none is near 0.
GradientProblem triplets(const Random& random) {
  const Variable a = normal_leaf({5, 4}, random), p = normal_leaf(a.shape(), random.at(1));
  const Variable n = normal_leaf(a.shape(), random.at(2));
  return {{a, p, n}, [=] { return triplet_loss(a, p, n, 0.5); }};
}

GradientProblem active_anchors(const Random& random) {
  const Variable a = normal_leaf({5, 4}, random), p = normal_leaf(a.shape(), random.at(1));
  const Variable n = normal_leaf(a.shape(), random.at(2));
  return {{a}, [=] { return active_anchor_loss(a, p, n, 0.5); }};
}

}  // namespace

std::vector<GradientCase> loss_gradient_cases() {
  std::vector<GradientCase> cases = {
      {"l1_loss", "loss", [](const Random& random) { return l1(random, Reduction::mean); }},
      {"l1_loss", "loss", [](const Random& random) { return l1(random, Reduction::sum); }},
      {"mse_loss", "loss", of_images([](auto& y, auto& t) { return mse_loss(y, t); })},
      {"mse_loss", "loss",
       of_images([](auto& y, auto& t) { return mse_loss(y, t, Reduction::sum); })},
      {"perceptual_loss", "loss", perceptual},
      {"triplet_loss", "loss", triplets},
      {"active_anchor_loss", "loss", active_anchors},
      {"landmark_loss", "loss",
       [](const Random& random) { return landmarks(random, LandmarkForm::points); }},
      {"landmark_loss", "loss",
       [](const Random& random) { return landmarks(random, LandmarkForm::map); }},
      {"total_variation_loss", "loss",
       [](const Random& random) { return variation(random, Reduction::sum); }},
      {"total_variation_loss", "loss",
       [](const Random& random) { return variation(random, Reduction::mean); }},
  };
  for (const FeatureDistance distance : {FeatureDistance::mean_square, FeatureDistance::rms}) {
    cases.push_back({"perceptual_loss", "loss",
                     [distance](const Random& random) { return pyramid(random, distance); }});
  }
  for (const CompositionalForm form : {CompositionalForm::area, CompositionalForm::whole}) {
    cases.push_back({"compositional_loss", "loss",
                     [form](const Random& random) { return compositional(random, form); }});
  }
  for (const ParsingNorm norm : {ParsingNorm::rms, ParsingNorm::norm, ParsingNorm::mean_square}) {
    cases.push_back({"parsing_matching_loss", "loss",
                     [norm](const Random& random) { return parsing(random, norm); }});
  }
  for (const DiscriminatorTargets& targets :
       {DiscriminatorTargets(), {.real = 0.9}, {.least_squares = true}}) {
    cases.push_back(of_logits("discriminator_loss",
                              [targets](auto& z) { return discriminator_loss(z, 2, targets); }));
  }
  cases.push_back(
      {"discriminator_loss", "loss", [](const Random& random) {
         const Variable real = normal_leaf({2, 3, 2, 1}, random, 2);
         const Variable fake = normal_leaf({1, 2, 2, 1}, random.at(1), 2);
         return GradientProblem{{real, fake}, [=] { return discriminator_loss(real, fake); }};
       }});
  for (const Adversary adversary : {Adversary::non_saturating, Adversary::min_max,
                                    Adversary::as_written, Adversary::least_squares}) {
    cases.push_back(
        of_logits("generator_loss", [adversary](auto& z) { return generator_loss(z, adversary); }));
  }
  return cases;
}

}  // namespace mien
