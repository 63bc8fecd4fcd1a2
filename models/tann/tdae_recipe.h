#pragma once

#include "models/recovery/recovery_recipe.h"
#include "models/tann/ancestors.h"

namespace mien {

/// TDAE: Yu and Porikli, "Hallucinating Very Low-Resolution Unaligned and Noisy Face Images by
/// Transformative Discriminative Autoencoders", CVPR 2017.
///
/// Images are as TANN's: 128 x 128, of which the networks see the mean of each 8 x 8 block; in
/// training with noise on it. Three phases, each with schedules of its own:
///
///   decoder_1   noisy tiny face to face              pixels, adversary dn_1
///   encoder     what decoder_1 makes to tiny face    pixels
///   decoder_2   what the encoder makes to face       pixels, adversary dn_2
///
/// What is done stays as it is, in evaluation mode. Until decoder_2 learns, what is recovered is
/// what the phase makes: decoder_1's face, or the encoder's, each pixel a block.
class TdaeRecipe : public RecoveryRecipe {
 public:
  TdaeRecipe();

  void declare(OptionTable& options) override;
  PortraitKind portraits() const override { return PortraitKind::tiny; }
  Index usual_size() const override { return Tann::kOutput; }
  std::string preset(const std::string& name) const override;
  std::vector<NamedModule> networks() override;
  std::vector<std::string> announcements(const TrainingBatch& batch) override;
  std::vector<Variable> losses(const TrainingBatch& batch) override;
  StepReport step(const TrainingBatch& batch, const RunPosition& position) override;
  Tensor recover(const Tensor& input, const SampleFields& fields) override;

 private:
  enum Phase : Index { kDecoder1, kEncoder, kDecoder2, kPhases };

  void make_networks(Index size) override;
  Module& generator() override;
  Module* discriminator() override;
  std::vector<Module*> learners() override;
  Index phase() const override { return phase_; }
  Variable generate(const TrainingBatch& samples) override;
  Variable judge(const Variable& faces, const TrainingBatch& samples) override;

  TrainingBatch samples_of_phase(const TrainingBatch& batch, const RunPosition& position) const;
  std::vector<std::string> columns() const;

  // Further options; see `declare`.
  Index decoder_1_steps_ = 1000, encoder_steps_ = 500;
  double noise_ = 0.1;

  Index phase_ = kDecoder1;
  std::unique_ptr<Tdae> tdae_;
  std::unique_ptr<TannDiscriminator> of_decoder_1_, of_decoder_2_;
};

std::unique_ptr<Recipe> make_tdae();

}  // namespace mien
