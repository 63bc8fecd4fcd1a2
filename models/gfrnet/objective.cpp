#include "models/gfrnet/objective.h"

#include "autograd/ops/permute.h"
#include "autograd/ops/sampling_grid.h"
#include "autograd/ops/slice.h"
#include "losses/mse.h"
#include "losses/total_variation.h"

namespace mien {
namespace {

Variable mean_of(const std::vector<Variable>& scalars) {
  Variable sum = scalars.front();
  for (std::size_t i = 1; i < scalars.size(); ++i) sum = sum + scalars[i];
  return sum / static_cast<double>(scalars.size());
}

Variable variation(const Variable& flow, FlowVariation form) {
  switch (form) {
    case FlowVariation::mean:
      return total_variation_loss(flow);
    case FlowVariation::sum:
      return total_variation_loss(flow, Reduction::sum) / static_cast<double>(flow.dim(0));
    case FlowVariation::minus_identity:
      break;
  }
  const Variable nothing(zeros(flow.shape(), flow.dtype(), flow.device()));
  return total_variation_loss(flow - flip(dense_grid(nothing), 3));  // grids hold (y, x)
}

}  // namespace

GfrnetObjective::GfrnetObjective(const GfrnetLossOptions& options, PatchGan& global,
                                 PatchGan& local, FeatureNetwork features)
    : options_(options), global_(global), local_(local), features_(std::move(features)) {}

GfrnetBatch GfrnetObjective::with_flow(GfrnetBatch batch) const {
  if (options_.landmark == 0) return batch;
  const Variable& face = batch.degraded;
  const LandmarkTargets host = landmark_targets(batch.landmarks, batch.guide_landmarks, face.dim(1),
                                                face.dim(2), options_.landmark_form);
  const auto beside = [&](const Tensor& x) { return x.to(face.dtype()).to(face.device()); };
  batch.flow = {beside(host.where), beside(host.wanted)};
  return batch;
}

GfrnetBatch GfrnetObjective::with_windows(GfrnetBatch batch) const {
  const Tensor host = batch.landmarks.to(kCpu);
  batch.windows.clear();
  for (Index n = 0; n < host.dim(0); ++n) {
    const Tensor points = host.slice(n, n + 1).reshape({host.dim(1), 2});
    batch.windows.push_back(
        face_window(points, batch.degraded.dim(1), batch.degraded.dim(2), local_.smallest_side()));
  }
  return batch;
}

Variable GfrnetObjective::global_logits(const GfrnetBatch& batch, const Variable& image) {
  return global_({batch.degraded, batch.guide, image});
}

std::vector<Variable> GfrnetObjective::local_logits(const GfrnetBatch& batch,
                                                    const Variable& image) {
  if (batch.windows.empty()) return local_logits(with_windows(batch), image);
  const Variable all = concat({batch.degraded, batch.guide, image}, 3);
  std::vector<Variable> logits;
  for (Index n = 0; n < all.dim(0); ++n) {
    const Window& window = batch.windows.at(static_cast<std::size_t>(n));
    logits.push_back(local_(crop(slice(all, 0, n, n + 1), window)));
  }
  return logits;
}

std::vector<LossTerm> GfrnetObjective::restoration_terms(const GfrnetBatch& batch,
                                                         const Restoration& y) {
  std::vector<LossTerm> terms;
  if (options_.pixel > 0) {
    terms.push_back({"pixel", options_.pixel, mse_loss(y.restored, batch.target)});
  }
  if (features_ && options_.feature > 0) {
    const Tensor wanted = perceptual_features(batch.target.value(), features_);
    terms.push_back({"feature", options_.feature, perceptual_loss(y.restored, wanted, features_)});
  }
  if (options_.global > 0) {
    terms.push_back({"global", options_.global,
                     generator_loss(global_logits(batch, y.restored), options_.adversary)});
  }
  if (options_.local > 0) {
    std::vector<Variable> losses;
    for (const Variable& logits : local_logits(batch, y.restored)) {
      losses.push_back(generator_loss(logits, options_.adversary));
    }
    terms.push_back({"local", options_.local, mean_of(losses)});
  }
  if (y.flow.defined()) {
    for (LossTerm& term : flow_terms(batch, y.flow)) terms.push_back(std::move(term));
  }
  return terms;
}

std::vector<LossTerm> GfrnetObjective::flow_terms(const GfrnetBatch& batch,
                                                  const Variable& flow) const {
  std::vector<LossTerm> terms;
  if (options_.landmark > 0) {
    const LandmarkTargets targets = batch.flow.where.defined() ? batch.flow : with_flow(batch).flow;
    terms.push_back(
        {"landmark", options_.landmark, landmark_loss(flow, targets, options_.landmark_form)});
  }
  if (options_.variation > 0) {
    terms.push_back({"variation", options_.variation, variation(flow, options_.variation_form)});
  }
  return terms;
}

Variable GfrnetObjective::global_loss(const GfrnetBatch& batch, const Restoration& y) {
  return discriminator_loss(global_logits(batch, batch.target),
                            global_logits(batch, y.restored.detach()),
                            {.real = options_.real_label});
}

Variable GfrnetObjective::local_loss(const GfrnetBatch& batch, const Restoration& y) {
  const auto real = local_logits(batch, batch.target);
  const auto fake = local_logits(batch, y.restored.detach());
  std::vector<Variable> losses;
  for (std::size_t n = 0; n < real.size(); ++n) {
    losses.push_back(discriminator_loss(real[n], fake[n], {.real = options_.real_label}));
  }
  return mean_of(losses);
}

}  // namespace mien
