#pragma once

#include "models/backbones/vgg.h"
#include "models/isegan/options.h"
#include "models/recipe.h"
#include "models/recorded_step.h"
#include "optim/optimizer.h"

namespace mien {

/// ISEGAN: "Face Photo Synthesis via Intermediate Semantic Enhancement Generative Adversarial
/// Network".
///
/// A sample is a sketch (the input, of which the grey value is taken), its parsing, the photograph
/// (the target) and the photograph's parsing. A step makes parsing and both photographs once, then
/// updates D_1, D_par, D_2, DIP-GAN and SE-GAN, in this order. The learning rate is constant.
class IseganRecipe : public Recipe {
 public:
  std::string name() const override { return "isegan"; }
  void declare(OptionTable& options) override { mien::declare(options, options_); }
  std::vector<SampleField> fields() const override { return {{"parsing"}, {"sketch_parsing"}}; }
  PortraitKind portraits() const override { return PortraitKind::sketched; }
  std::string preset(const std::string& name) const override;
  void build(Index size) override;
  void prepare_training() override;
  std::vector<NamedModule> networks() override;
  std::vector<NamedOptimizer> optimizers() override;
  std::vector<std::string> announcements(const TrainingBatch& batch) override;
  std::vector<Variable> losses(const TrainingBatch& batch) override;
  StepReport step(const TrainingBatch& batch, const RunPosition& position) override;
  /// Stage II's photographs, or, with stage=first, stage I's. Needs the field "sketch_parsing".
  Tensor recover(const Tensor& input, const SampleFields& fields) override;

 private:
  // What both stages make of a batch.
  struct Stages {
    PhotoAndParsing first;
    Variable photo;
  };
  IseganBatch inside(const TrainingBatch& batch) const;
  Stages run(const IseganBatch& batch);
  void queue_step(QueuedStep& step, const IseganBatch& batch);

  IseganRecipeOptions options_;
  std::unique_ptr<DipGan> dip_;
  std::unique_ptr<SeGan> se_;
  std::unique_ptr<PatchGan> d_1_, d_par_, d_2_;
  std::unique_ptr<Vgg> features_;
  std::unique_ptr<IseganObjective> objective_;
  std::unique_ptr<Optimizer> of_dip_, of_se_, of_d_1_, of_d_par_, of_d_2_;
  RecordedStep training_;
};

std::unique_ptr<Recipe> make_isegan();

}  // namespace mien
