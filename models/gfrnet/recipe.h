#pragma once

#include "models/backbones/vgg.h"
#include "models/face_by_face.h"
#include "models/gfrnet/options.h"
#include "models/recipe.h"
#include "models/recorded_step.h"
#include "optim/optimizer.h"

namespace mien {

/// GFRNet: Li et al., "Learning Warped Guidance for Blind Face Restoration", ECCV 2018.
///
/// A sample is a degraded face (the input), the face (the target), a guide, and the landmarks of
/// both. Pixels are [-1, 1] outside and [0, 1] inside. At first WarpNet alone learns to send
/// landmarks to landmarks; then a step updates the global discriminator, the local one, and WarpNet
/// and RecNet together. A discriminator whose term has no weight does not learn. Section 3.2.
///
/// Where each face's window is, which the local discriminator looks at, follows from landmarks and
/// is part of what is recorded. So steps of WarpNet alone are replayed, and those of all networks
/// as long as the windows are those of the step before.
class GfrnetRecipe : public Recipe {
 public:
  std::string name() const override { return "gfrnet"; }
  void declare(OptionTable& options) override { mien::declare(options, options_); }
  std::vector<SampleField> fields() const override;
  PortraitKind portraits() const override { return PortraitKind::degraded; }
  std::string preset(const std::string& name) const override;
  void build(Index size) override;
  void prepare_training() override;
  std::vector<NamedModule> networks() override;
  std::vector<NamedOptimizer> optimizers() override;
  std::vector<std::string> announcements(const TrainingBatch& batch) override;
  std::vector<Variable> losses(const TrainingBatch& batch) override;
  StepReport step(const TrainingBatch& batch, const RunPosition& position) override;
  /// Needs the field "guide", unless the variant goes without.
  Tensor recover(const Tensor& input, const SampleFields& fields) override;

 private:
  GfrnetBatch inside(const TrainingBatch& batch) const;
  /// What follows from landmarks on the host: the flow's targets and, if they are asked for, the
  /// windows.
  GfrnetBatch known_from_landmarks(const TrainingBatch& batch, bool with_windows) const;
  bool warp_net_learns_alone(Index step) const;
  bool judges_all() const { return options_.loss.global > 0; }
  bool judges_faces() const { return options_.loss.local > 0; }
  std::vector<std::string> columns() const;
  void set_learning_rates(const RunPosition& position);
  void queue_warp_net(QueuedStep& step, const GfrnetBatch& batch);
  void queue_all(QueuedStep& step, const GfrnetBatch& batch);

  GfrnetRecipeOptions options_;
  std::unique_ptr<Gfrnet> gfrnet_;
  std::unique_ptr<PatchGan> global_, local_;
  std::unique_ptr<Vgg> features_;
  std::unique_ptr<GfrnetObjective> objective_;
  std::unique_ptr<Optimizer> of_warp_net_, of_rec_net_, of_global_, of_local_;
  RecordedStep training_;
  FaceByFace recovery_;
};

std::unique_ptr<Recipe> make_gfrnet();

}  // namespace mien
