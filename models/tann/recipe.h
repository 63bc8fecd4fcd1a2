#pragma once

#include <functional>

#include "models/recovery/recovery_recipe.h"
#include "models/tann/ancestors.h"
#include "models/tann/networks.h"

namespace mien {

/// TANN: Yu et al., "Can We See More? Joint Frontalization and Hallucination of Unaligned Tiny
/// Faces", IEEE TPAMI 2019.
///
/// How it learns: as RecoveryRecipe says, with one more term for the generator, which compares the
/// embedding e of a face x with those of a face p of the same person and one n of another:
///
///   tau mean max(0, |e(x) - e(p)|^2 - |e(x) - e(n)|^2 + m)
///
/// Images are S x S with S = 128; what the networks see is the mean of each 8 x 8 block of them, a
/// face of 16 x 16, and what comes out has S x S again. In D's step the fakes are made of the same
/// samples whose targets are the real faces, as in the code.
///
/// URDGN and TDN, its ancestors, are further networks of it; they have no embedding.
class TannRecipe : public RecoveryRecipe {
 public:
  TannRecipe();

  void declare(OptionTable& options) override;
  std::vector<SampleField> fields() const override;
  PortraitKind portraits() const override { return PortraitKind::tiny; }
  Index usual_size() const override { return Tann::kOutput; }
  std::string preset(const std::string& name) const override;

 private:
  void make_networks(Index size) override;
  Module& generator() override { return *generator_; }
  Module* discriminator() override { return discriminator_.get(); }
  Variable generate(const TrainingBatch& samples) override;
  Variable judge(const Variable& faces, const TrainingBatch& samples) override;
  Judgement judge_in_turn(const TrainingBatch& batch) override;
  std::vector<LossTerm> further_terms(const TrainingBatch& batch) override;
  std::vector<LossTerm> separate_terms(const TrainingBatch& batch) override;

  bool compares() const { return triplet_weight_ > 0; }
  std::vector<LossTerm> triplet_terms(const TrainingBatch& batch);
  void build_generator();

  // Further options; see `declare`.
  bool skips_ = false;
  double triplet_weight_ = 1e-4, triplet_margin_ = 0;
  std::string triplet_ = "value", triplet_views_ = "frontal", triplet_update_ = "joint";

  std::unique_ptr<Module> generator_;
  Tann* tann_ = nullptr;                         // if it is one
  std::function<Variable(const Variable&)> up_;  // 16 x 16 to 128 x 128
  std::unique_ptr<TannDiscriminator> discriminator_;
};

std::unique_ptr<Recipe> make_tann();

}  // namespace mien
