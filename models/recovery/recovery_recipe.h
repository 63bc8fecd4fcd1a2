#pragma once

#include <functional>
#include <optional>

#include "models/backbones/vgg19.h"
#include "models/loss_term.h"
#include "models/recipe.h"
#include "models/recovery/discriminator.h"
#include "models/recovery/generator.h"
#include "models/recovery/options.h"

namespace mien {

/// How FDNN and IFRP learn: a generator G against a discriminator D, with a pixel, an adversarial
/// and an identity term.
///
///   L(D) = mean BCE over a batch of half real, half recovered faces
///   L(G) = mean |G(x) - t|^2 + lambda L_adv(D(G(x))) + eta mean |psi(G(x)) - psi(t)|^2
///
/// A step is: D on the first half of the targets (real) and G of the second half of the inputs
/// (fake); the margin rule's gates from D's two errors; G on the whole batch. At odd batch the
/// middle sample serves both halves. Shiri et al., WACV 2018, section 3.3, and its code.
class RecoveryRecipe : public Recipe {
 public:
  using MakeGenerator = std::function<std::unique_ptr<Generator>(const RecoveryOptions&, Index)>;

  /// `networks` are the generators that `make` knows; `defaults` fill the options.
  RecoveryRecipe(std::string name, RecoveryOptions defaults, std::vector<std::string> networks,
                 MakeGenerator make);

  std::string name() const override { return name_; }
  void declare(OptionTable& options) override;
  std::string preset(const std::string& name) const override;
  void build(Index size) override;
  void prepare_training() override;
  std::vector<NamedModule> networks() override;
  std::vector<NamedOptimizer> optimizers() override;
  std::vector<std::string> announcements(const TrainingBatch& batch) override;
  std::vector<Variable> losses(const TrainingBatch& batch) override;
  StepReport step(const TrainingBatch& batch, const RunPosition& position) override;
  Tensor recover(const Tensor& input, const SampleFields& fields) override;

  /// Converts the networks and starts the optimisers anew. Training runs in float32; float64 is for
  /// comparing with a reference. Comes after `prepare_training`.
  void to(DType dtype);

  /// The generator's terms for recovered faces y. Exposed for tests and lessons.
  std::vector<LossTerm> generator_terms(const Variable& y, const Tensor& target,
                                        const RunPosition& position);

 private:
  bool has_discriminator() const { return options_.objective != "srn"; }
  bool has_identity() const { return options_.objective == "ifrp"; }
  void start_optimizers();
  std::unique_ptr<Optimizer> make_optimizer(const Module& module) const;
  void set_learning_rates(const RunPosition& position);
  // Logits of the real half of a batch followed by the recovered half.
  Variable discriminate(const TrainingBatch& batch);

  std::string name_;
  RecoveryOptions options_;
  std::vector<std::string> generators_;
  MakeGenerator make_;

  std::unique_ptr<Generator> generator_;
  std::unique_ptr<Discriminator> discriminator_;
  std::unique_ptr<Vgg19> features_;
  std::unique_ptr<Optimizer> generator_optimizer_, discriminator_optimizer_;
  double identity_weight_ = 0;
  std::string fallback_;  // said once, before training
};

}  // namespace mien
