#include "models/recovery/recovery_recipe.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "autograd/grad_mode.h"
#include "autograd/ops/arithmetic.h"
#include "autograd/ops/extremes.h"
#include "autograd/ops/slice.h"
#include "layers/dropout.h"
#include "losses/adversarial.h"
#include "losses/mse.h"
#include "losses/perceptual.h"
#include "models/training_step.h"
#include "optim/adam.h"
#include "optim/rmsprop.h"
#include "optim/schedules.h"

namespace mien {
namespace {

// lambda_n = max(lambda_0 decay^n, lambda_0 / 2); a factor of 0 is no schedule of the papers.
double halving(double start, double decay, Index n) {
  return start == 0 ? 0 : exponential_schedule(start, decay, start / 2)(n);
}

// The code's 0.01 / 127.5 belongs to input in 0..255. Normalised input is about 58 times smaller,
// but the biases are not: scaling by 58^2 made the term 97 % of the generator's gradient norm on
// real faces, and every output one checkered face. 0.01 made it 38 %.
double default_identity_weight(VggInput input) {
  return input == VggInput::caffe ? 0.01 / 127.5 : 0.01;
}

Index half(const TrainingBatch& batch) { return (batch.input.dim(0) + 1) / 2; }

}  // namespace

RecoveryRecipe::RecoveryRecipe(std::string name, RecoveryOptions defaults, Objectives objectives)
    : name_(std::move(name)), options_(std::move(defaults)), objectives_(std::move(objectives)) {}

std::string RecoveryRecipe::preset(const std::string& name) const {
  check(name == "paper", name_, ": there is no preset \"", name, "\"; expected \"paper\"");
  return kPaperPreset;
}

void RecoveryRecipe::to(DType dtype) {
  for (const auto& [name, module] : networks()) module->to(dtype);
  if (features_) features_->to(dtype);
  if (!optimizers_.empty()) start_optimizers();
  forget_recordings();
}

void RecoveryRecipe::build(Index size) {
  forget_recordings();
  make_networks(size);
}

// They are of networks and optimisers that are no longer there.
void RecoveryRecipe::forget_recordings() {
  training_ = {};
  recovery_ = {};
  recovered_ = {};
}

void RecoveryRecipe::start_optimizers() {
  optimizers_.clear();
  for (const Module* module : learners()) optimizers_.push_back(make_optimizer(*module));
}

Optimizer& RecoveryRecipe::optimizer_of(const Module& module) {
  const auto all = learners();
  return *optimizers_.at(static_cast<std::size_t>(std::ranges::find(all, &module) - all.begin()));
}

std::unique_ptr<Optimizer> RecoveryRecipe::make_optimizer(const Module& module) const {
  if (options_.optimizer == "adam") {
    return std::make_unique<Adam>(module.parameters(),
                                  Adam::Options{.learning_rate = options_.learning_rate,
                                                .beta1 = options_.adam_beta1,
                                                .beta2 = options_.adam_beta2});
  }
  return std::make_unique<RmsProp>(
      module.parameters(), RmsProp::Options{.learning_rate = options_.learning_rate,
                                            .decay = options_.rmsprop_beta,
                                            .epsilon_inside_root = options_.rmsprop_epsilon_inside,
                                            .warm_up = options_.rmsprop_warm_up});
}

void RecoveryRecipe::prepare_training() {
  start_optimizers();
  if (!has_identity()) {
    if (!options_.vgg_weights.empty()) {
      fallback_ =
          "loss.vgg_weights is not used: objective=" + options_.objective + " has no identity term";
    }
    return;
  }
  if (options_.vgg_weights.empty()) {
    constexpr std::uint64_t kSeed = 19;
    features_ = random_vgg19(kSeed, options_.vgg_padding);
    fallback_ =
        "identity loss: no VGG-19 weights given (loss.vgg_weights); random filters stand in, which "
        "compare edges and textures but not identities";
  } else {
    features_ = load_vgg19(options_.vgg_weights, options_.vgg_padding);
  }
  features_->to(device());
  identity_weight_ = options_.identity_weight >= 0 ? options_.identity_weight
                                                   : default_identity_weight(features_->input());
}

std::vector<Module*> RecoveryRecipe::learners() {
  std::vector<Module*> all = {&generator()};
  if (discriminator()) all.push_back(discriminator());
  return all;
}

std::vector<Recipe::NamedModule> RecoveryRecipe::networks() {
  std::vector<NamedModule> all;
  for (Module* module : learners()) all.push_back({module->path(), module});
  return all;
}

std::vector<Recipe::NamedOptimizer> RecoveryRecipe::optimizers() {
  std::vector<NamedOptimizer> all;
  for (const auto& optimizer : optimizers_) {
    all.push_back({learners()[all.size()]->path(), optimizer.get()});
  }
  return all;
}

void RecoveryRecipe::set_learning_rates(const RunPosition& position) {
  const auto schedule = exponential_schedule(options_.learning_rate, options_.learning_rate_decay,
                                             options_.learning_rate_floor);
  for (const auto& [name, optimizer] : optimizers()) {
    optimizer->set_learning_rate(schedule(position.epoch()));
  }
}

double RecoveryRecipe::adversarial_weight(const RunPosition& position) const {
  return halving(options_.adversarial_weight, options_.adversarial_decay, position.epoch());
}

double RecoveryRecipe::identity_weight(const RunPosition& position) const {
  const Index n = options_.identity_decay_per == "step" ? position.step : position.epoch();
  return halving(identity_weight_, options_.identity_decay, n);
}

std::vector<LossTerm> RecoveryRecipe::generator_terms(const Variable& y, const TrainingBatch& batch,
                                                      const RunPosition& position) {
  const bool sums = options_.reduction == "sum";
  std::vector<LossTerm> terms;
  terms.push_back(
      {"pixel", 1.0, mse_loss(y, Variable(batch.target), sums ? Reduction::sum : Reduction::mean)});
  if (discriminator()) {
    terms.push_back({"adversarial", adversarial_weight(position),
                     generator_loss(judge(y, batch), adversary_named(options_.adversarial))});
  }
  if (has_identity()) {
    const auto psi = [this](const Variable& x) { return (*features_)(x); };
    const Tensor wanted = perceptual_features(batch.target, psi);
    const double elements = sums ? static_cast<double>(wanted.numel()) : 1.0;
    terms.push_back(
        {"identity", identity_weight(position) * elements, perceptual_loss(y, wanted, psi)});
  }
  std::ranges::move(further_terms(batch), std::back_inserter(terms));
  return terms;
}

TrainingBatch RecoveryRecipe::real_half(const TrainingBatch& batch) {
  return rows(batch, 0, half(batch));
}

TrainingBatch RecoveryRecipe::fake_half(const TrainingBatch& batch) {
  const Index count = batch.input.dim(0);
  return rows(batch, count - half(batch), count);
}

RecoveryRecipe::Judgement RecoveryRecipe::judge_in_turn(const TrainingBatch& batch) {
  const TrainingBatch real = real_half(batch), fake = fake_half(batch);
  Variable faces;
  {
    const NoGrad guard;
    faces = concat({Variable(real.target), generate(fake)}, 0);
  }
  return {judge(faces, batch), half(batch)};
}

std::vector<Variable> RecoveryRecipe::losses(const TrainingBatch& batch) {
  const RestoreBuffers keep(networks());
  const RandomStep draws(0, 0);
  auto terms = generator_terms(generate(batch), batch, {});
  std::ranges::move(separate_terms(batch), std::back_inserter(terms));
  std::vector<Variable> all = {weighted_sum(terms)};
  if (discriminator()) {
    const auto [logits, real] = judge_in_turn(batch);
    all.push_back(discriminator_loss(logits, real));
  }
  return all;
}

std::vector<std::string> RecoveryRecipe::announcements(const TrainingBatch& batch) {
  std::vector<std::string> lines;
  if (!fallback_.empty()) lines.push_back(fallback_);
  const RestoreBuffers keep(networks());
  const RandomStep draws(0, 0);
  const auto terms = generator_terms(generate(batch), batch, {});
  const auto shares = gradient_shares("the generator", terms, variables(generator()));
  lines.insert(lines.end(), shares.begin(), shares.end());
  return lines;
}

Tensor RecoveryRecipe::recover(const Tensor& input, const SampleFields& fields) {
  const NoGrad guard;
  generator().eval();
  const TrainingBatch samples = mien::to({input, {}, fields}, device());
  recovery_.run(samples, {double(phase())},
                [this](const TrainingBatch& b) { recovered_ = clamp(generate(b), -1, 1).value(); });
  if (device() == kCpu) return std::exchange(recovered_, {});
  // A recording will write to its tensor again.
  return input.device() == kCpu ? recovered_.to(kCpu) : recovered_.clone();
}

}  // namespace mien
