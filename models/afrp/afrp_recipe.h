#pragma once

#include "models/afrp/discriminator.h"
#include "models/afrp/networks.h"
#include "models/afrp/wrong_attributes.h"
#include "models/recovery/recovery_recipe.h"

namespace mien {

/// How AFRP learns: as RecoveryRecipe says, with a vector of attributes a that G is told and D
/// checks.
///
///   L(D) = mean BCE over three groups of half a batch:  D(t, a) = 1,  D(G(x, a), a) = 0,
///          D(t, a') = 0,  where a' are attributes that the face t does not have
///
/// The margin rule looks at the error of the first group, and at that of the other two together.
/// Without attributes (`attributes = ""`) the third group is left out.
/// Shiri et al., WACV 2019; the three groups are those of the released code of FaceAttr.
class AfrpRecipe : public RecoveryRecipe {
 public:
  AfrpRecipe();

  void declare(OptionTable& options) override;
  std::vector<SampleField> fields() const override;
  std::string preset(const std::string& name) const override;
  Tensor mean_attributes() const override;
  std::vector<Variable> losses(const TrainingBatch& batch) override;
  StepReport step(const TrainingBatch& batch, const RunPosition& position) override;
  /// Told the attributes in `fields`, or what the option `told` has instead.
  Tensor recover(const Tensor& input, const SampleFields& fields) override;

 private:
  void make_networks(Index size) override;
  Module& generator() override { return *generator_; }
  Module* discriminator() override { return discriminator_.get(); }
  Variable generate(const TrainingBatch& samples) override;
  Variable judge(const Variable& faces, const TrainingBatch& samples) override;
  Tensor told_instead_of(const Tensor& attributes) const;
  /// The batch with a field more, for D's step: the attributes that each face does not have.
  TrainingBatch with_wrong_attributes(const TrainingBatch& batch,
                                      const RunPosition& position) const;
  Judgement judge_in_turn(const TrainingBatch& batch) override;

  // Further options; see `declare`.
  std::string attributes_, skips_ = "e1,e2,e3,e4,e5,e6";
  bool residual_blocks_ = true, transformers_ = true, discriminator_dropout_ = true;
  std::string wrong_attributes_ = "any", told_ = "own";

  std::unique_ptr<AttributeGenerator> generator_;
  std::unique_ptr<AttributeDiscriminator> discriminator_;
};

}  // namespace mien
