#include "models/tann/tdae_recipe.h"

#include <algorithm>

#include "autograd/grad_mode.h"
#include "autograd/ops/arithmetic.h"
#include "autograd/ops/upsample.h"
#include "models/phases.h"

namespace mien {
namespace {

constexpr Index kFactor = Tann::kOutput / Tann::kInput;
constexpr const char* kNoise = "noise";  // the field

RecoveryOptions tdae_defaults() {
  RecoveryOptions defaults;
  defaults.objective = "tdae";
  defaults.learning_rate = 1e-4;  // as IFRP, for the transformers' sake
  return defaults;
}

// A tiny face as data sets show it, each pixel a block.
Variable in_blocks(const Variable& x) { return upsample_nearest(x, kFactor); }

// What the networks are shown: in training with noise.
Variable seen(const TrainingBatch& samples) {
  const Variable x = tiny_face(Variable(samples.input));
  const auto noise = samples.fields.find(kNoise);
  return noise == samples.fields.end() ? x : x + Variable(noise->second);
}

}  // namespace

TdaeRecipe::TdaeRecipe() : RecoveryRecipe("tdae", tdae_defaults(), {"pixels", "tdae", ""}) {}

void TdaeRecipe::declare(OptionTable& table) {
  declare_networks(table, options(), {}, objectives());
  declare_transformers(table, options());
  table.add("decoder_1_steps", decoder_1_steps_, "decoder 1 learns for so many steps at first",
            at_least(0));
  table.add("encoder_steps", encoder_steps_,
            "then the encoder for so many; decoder 2 takes what is left", at_least(0));
  table.add("noise", noise_,
            "standard deviation of the noise on tiny faces in training, where white is 1",
            between(0, 1));
  declare_training(table, options(), objectives());
}

// Lambda and the batch are those of TDN's and TDAE's code.
std::string TdaeRecipe::preset(const std::string& name) const {
  std::string toml = RecoveryRecipe::preset(name);
  const std::string decay = "adversarial_decay = 0.995";
  return "batch = 64\n" + toml.replace(toml.find(decay), decay.size(), "adversarial_decay = 0.99");
}

void TdaeRecipe::make_networks(Index size) {
  check_output_size("tdae", size);
  const Index divisor = options().width_divisor;
  tdae_ = std::make_unique<Tdae>(
      Tdae::Options{.width_divisor = divisor, .start = transformer_start(options())});
  tdae_->set_path("tdae");
  if (!has_discriminator()) return;
  const auto judge = [&](const char* path) {
    auto network =
        std::make_unique<TannDiscriminator>(TannDiscriminator::Options{.width_divisor = divisor});
    network->set_path(path);
    return network;
  };
  of_decoder_1_ = judge("dn_1");
  of_decoder_2_ = judge("dn_2");
}

Module& TdaeRecipe::generator() {
  if (phase_ == kDecoder1) return tdae_->decoder_1();
  if (phase_ == kEncoder) return tdae_->encoder();
  return tdae_->decoder_2();
}

Module* TdaeRecipe::discriminator() {
  if (phase_ == kDecoder1) return of_decoder_1_.get();
  return phase_ == kDecoder2 ? of_decoder_2_.get() : nullptr;
}

std::vector<Module*> TdaeRecipe::learners() {
  std::vector<Module*> all = {&tdae_->decoder_1(), &tdae_->encoder(), &tdae_->decoder_2()};
  if (has_discriminator()) all.insert(all.end(), {of_decoder_1_.get(), of_decoder_2_.get()});
  return all;
}

std::vector<Recipe::NamedModule> TdaeRecipe::networks() {
  std::vector<NamedModule> all = {{"tdae", tdae_.get()}};
  if (!has_discriminator()) return all;
  all.push_back({"dn_1", of_decoder_1_.get()});
  all.push_back({"dn_2", of_decoder_2_.get()});
  return all;
}

Variable TdaeRecipe::generate(const TrainingBatch& samples) {
  Variable y = seen(samples);
  if (phase_ == kDecoder1) return tdae_->decoder_1()(y);
  {
    const NoGrad guard;
    tdae_->decoder_1().eval();
    y = tdae_->decoder_1()(y);
    if (phase_ == kDecoder2) {
      tdae_->encoder().eval();
      y = tdae_->encoder()(y);
    }
  }
  return phase_ == kEncoder ? in_blocks(tdae_->encoder()(y)) : tdae_->decoder_2()(y);
}

Variable TdaeRecipe::judge(const Variable& faces, const TrainingBatch&) {
  return phase_ == kDecoder1 ? (*of_decoder_1_)(faces) : (*of_decoder_2_)(faces);
}

// The encoder's target is the tiny face; in blocks its error is the mean that it is without. Noise
// is of values in [0, 1], images are in [-1, 1]; it is drawn on the host, before the step, which is
// recorded.
TrainingBatch TdaeRecipe::samples_of_phase(const TrainingBatch& batch,
                                           const RunPosition& position) const {
  TrainingBatch samples = batch;
  if (phase_ == kEncoder) samples.target = in_blocks(tiny_face(Variable(batch.target))).value();
  if (noise_ > 0) {
    const Shape tiny{batch.input.dim(0), Tann::kInput, Tann::kInput, 3};
    const Random random(position.seed, "tdae.noise", static_cast<std::uint64_t>(position.step));
    samples.fields[kNoise] =
        random_normal(tiny, random, 0, 2 * noise_, batch.input.dtype()).to(batch.input.device());
  }
  return samples;
}

std::vector<std::string> TdaeRecipe::columns() const {
  if (!has_discriminator()) return {"phase", "pixel", "learning_rate"};
  return {"phase", "discriminator", "real_error",   "fake_error",
          "pixel", "adversarial",   "learning_rate"};
}

StepReport TdaeRecipe::step(const TrainingBatch& batch, const RunPosition& position) {
  const auto [phase, step] = phase_at(position.step, {decoder_1_steps_, encoder_steps_});
  phase_ = phase;
  tdae_->set_phase(phase);
  RunPosition in_phase = position;
  in_phase.step = step;
  StepReport report = RecoveryRecipe::step(samples_of_phase(batch, position), in_phase);
  report.push_back({"phase", static_cast<double>(phase + 1)});
  return in_columns(columns(), report);
}

std::vector<Variable> TdaeRecipe::losses(const TrainingBatch& batch) {
  std::vector<Variable> all;
  for (phase_ = kDecoder1; phase_ < kPhases; ++phase_) {
    generator().train();
    std::ranges::move(RecoveryRecipe::losses(samples_of_phase(batch, {})), std::back_inserter(all));
  }
  phase_ = kDecoder1;
  return all;
}

std::vector<std::string> TdaeRecipe::announcements(const TrainingBatch& batch) {
  std::vector<std::string> lines = {text("decoder 1 learns for ", decoder_1_steps_,
                                         " steps, then the encoder for ", encoder_steps_,
                                         ", then decoder 2")};
  std::ranges::move(RecoveryRecipe::announcements(samples_of_phase(batch, {})),
                    std::back_inserter(lines));
  return lines;
}

Tensor TdaeRecipe::recover(const Tensor& input, const SampleFields& fields) {
  phase_ = tdae_->phase();
  return RecoveryRecipe::recover(input, fields);
}

std::unique_ptr<Recipe> make_tdae() { return std::make_unique<TdaeRecipe>(); }

}  // namespace mien
