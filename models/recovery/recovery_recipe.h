#pragma once

#include "models/backbones/vgg19.h"
#include "models/loss_term.h"
#include "models/recipe.h"
#include "models/recorded_step.h"
#include "models/recovery/options.h"
#include "models/repeated_work.h"

namespace mien {

/// How FDNN, IFRP, AFRP, TANN and TDAE learn: a generator G against a discriminator D, with a
/// pixel, an adversarial and an identity term.
///
///   L(D) = mean BCE over real faces and others
///   L(G) = mean |G(x) - t|^2 + lambda L_adv(D(G(x))) + eta mean |psi(G(x)) - psi(t)|^2
///
/// A step is: D on the first half of the targets (real) and G of the second half of the inputs
/// (fake); the margin rule's gates from D's two errors; G on the whole batch. At odd batch the
/// middle sample serves both halves. Shiri et al., WACV 2018, section 3.3, and its code.
///
/// A system derives from it: it makes the networks, and says how G and D are called.
class RecoveryRecipe : public Recipe {
 public:
  std::string name() const override { return name_; }
  std::string preset(const std::string& name) const override;
  void build(Index size) override;
  void prepare_training() override;
  std::vector<NamedModule> networks() override;
  std::vector<NamedOptimizer> optimizers() override;
  std::vector<std::string> announcements(const TrainingBatch& batch) override;
  std::vector<Variable> losses(const TrainingBatch& batch) override;
  StepReport step(const TrainingBatch& batch, const RunPosition& position) override;
  Tensor recover(const Tensor& input, const SampleFields& fields) override;

  using Recipe::to;
  /// Converts the networks and starts the optimisers anew. Training runs in float32; float64 is for
  /// comparing with a reference. Comes after `prepare_training`.
  void to(DType dtype);

  /// The generator's terms for faces y recovered from a batch. Exposed for tests and lessons.
  std::vector<LossTerm> generator_terms(const Variable& y, const TrainingBatch& batch,
                                        const RunPosition& position);

 protected:
  /// `defaults` fill the options.
  RecoveryRecipe(std::string name, RecoveryOptions defaults, Objectives objectives);

  RecoveryOptions& options() { return options_; }
  const Objectives& objectives() const { return objectives_; }
  bool has_discriminator() const { return options_.objective != objectives_.pixel; }
  bool has_identity() const { return options_.objective == objectives_.identity; }

  /// Makes G, and D where there is one, as the options say.
  virtual void make_networks(Index size) = 0;
  /// G, and D where there is one. Their paths are the names of their weights.
  virtual Module& generator() = 0;
  virtual Module* discriminator() = 0;
  /// Every network that learns some time: what G and D are may change from step to step.
  virtual std::vector<Module*> learners();
  /// Tells apart what G and D are: a step that was recorded is not replayed for others.
  virtual Index phase() const { return 0; }
  /// G of samples: [N, S, S, 3], linear.
  virtual Variable generate(const TrainingBatch& samples) = 0;
  /// D's logits [N, 1] of faces made of samples.
  virtual Variable judge(const Variable& faces, const TrainingBatch& samples) = 0;

  /// D's logits in its own step: those of `real` real faces first, then of the others.
  struct Judgement {
    Variable logits;
    Index real = 0;
  };
  virtual Judgement judge_in_turn(const TrainingBatch& batch);

  /// Terms of the generator's loss beside those above; and those it follows in an update of their
  /// own, before the one for all others.
  virtual std::vector<LossTerm> further_terms(const TrainingBatch&) { return {}; }
  virtual std::vector<LossTerm> separate_terms(const TrainingBatch&) { return {}; }

  /// The samples whose faces are the real ones in D's step, and those whose inputs become fakes.
  static TrainingBatch real_half(const TrainingBatch& batch);
  static TrainingBatch fake_half(const TrainingBatch& batch);

 private:
  void queue_step(QueuedStep& step, const TrainingBatch& batch, const RunPosition& position);
  double adversarial_weight(const RunPosition& position) const;
  double identity_weight(const RunPosition& position) const;
  void start_optimizers();
  void forget_recordings();
  std::unique_ptr<Optimizer> make_optimizer(const Module& module) const;
  Optimizer& optimizer_of(const Module& module);
  void set_learning_rates(const RunPosition& position);

  std::string name_;
  RecoveryOptions options_;
  Objectives objectives_;
  std::unique_ptr<Vgg19> features_;
  std::vector<std::unique_ptr<Optimizer>> optimizers_;  // of the learners; none before training
  double identity_weight_ = 0;
  std::string fallback_;  // said once, before training
  RecordedStep training_;
  Tensor recovered_;
  RepeatedWork recovery_;
};

}  // namespace mien
