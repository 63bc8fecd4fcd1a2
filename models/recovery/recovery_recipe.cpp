#include "models/recovery/recovery_recipe.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "autograd/engine.h"
#include "autograd/grad_mode.h"
#include "autograd/map.h"
#include "autograd/nonfinite.h"
#include "autograd/ops/arithmetic.h"
#include "autograd/ops/extremes.h"
#include "autograd/ops/slice.h"
#include "layers/dropout.h"
#include "losses/adversarial.h"
#include "losses/margin_rule.h"
#include "losses/mse.h"
#include "losses/perceptual.h"
#include "models/training_step.h"
#include "optim/adam.h"
#include "optim/clip_gradients.h"
#include "optim/rmsprop.h"
#include "optim/schedules.h"
#include "tensor/functors/arithmetic.h"

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

Adversary adversary_of(const std::string& name) {
  if (name == "min_max") return Adversary::min_max;
  if (name == "as_written") return Adversary::as_written;
  return Adversary::non_saturating;
}

// A gate that is open where both are.
Tensor both(const Tensor& a, const Tensor& b) {
  return map("both", functors::Multiply{}, a.to(DType::float32).reshape({1}), b.reshape({1}));
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
  if (generator_optimizer_) start_optimizers();
}

void RecoveryRecipe::start_optimizers() {
  generator_optimizer_ = make_optimizer(generator());
  if (discriminator()) discriminator_optimizer_ = make_optimizer(*discriminator());
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
  if (!has_identity()) return;
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

std::vector<Recipe::NamedModule> RecoveryRecipe::networks() {
  std::vector<NamedModule> all = {{generator().path(), &generator()}};
  if (discriminator()) all.push_back({discriminator()->path(), discriminator()});
  return all;
}

std::vector<Recipe::NamedOptimizer> RecoveryRecipe::optimizers() {
  if (!generator_optimizer_) return {};
  std::vector<NamedOptimizer> all = {{generator().path(), generator_optimizer_.get()}};
  if (discriminator()) all.push_back({discriminator()->path(), discriminator_optimizer_.get()});
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
  if (has_discriminator()) {
    terms.push_back({"adversarial", adversarial_weight(position),
                     generator_loss(judge(y, batch), adversary_of(options_.adversarial))});
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

RecoveryRecipe::Judgement RecoveryRecipe::judge_in_turn(const TrainingBatch& batch,
                                                        const RunPosition&) {
  const TrainingBatch real = real_half(batch), fake = fake_half(batch);
  Variable faces;
  {
    const NoGrad guard;
    faces = concat({Variable(real.target), generate(fake)}, 0);
  }
  return {judge(faces, batch), half(batch)};
}

std::vector<Variable> RecoveryRecipe::losses(const TrainingBatch& batch) {
  const RandomStep draws(0, 0);
  auto terms = generator_terms(generate(batch), batch, {});
  std::ranges::move(separate_terms(batch), std::back_inserter(terms));
  std::vector<Variable> all = {weighted_sum(terms)};
  if (has_discriminator()) {
    const auto [logits, real] = judge_in_turn(batch, {});
    all.push_back(discriminator_loss(logits, real));
  }
  return all;
}

StepReport RecoveryRecipe::step(const TrainingBatch& batch, const RunPosition& position) {
  const RandomStep draws(position.seed, static_cast<std::uint64_t>(position.step));
  for (const auto& [name, module] : networks()) module->train();
  set_learning_rates(position);
  const auto work = [this, position](const TrainingBatch& b) { queue_step(b, position); };
  if (!draws_nothing()) {
    work(batch);
  } else if (training_.run(batch, step_constants(position), work)) {
    for (const auto& [name, optimizer] : optimizers()) optimizer->count_replay();
  }
  // The one place of a step that waits for a card.
  const Tensor host = numbers_.values.to(kCpu).to(DType::float64);
  const auto values = host.span<double>();
  StepReport report;
  for (std::size_t i = 0; i < values.size(); ++i) {
    const bool is_flag = numbers_.names[i].empty();
    if (is_flag && values[i] == 0) explain_non_finite(batch, position);
    if (!is_flag) report.push_back({numbers_.names[i], values[i]});
  }
  report.push_back({"learning_rate", generator_optimizer_->learning_rate()});
  return report;
}

// Everything of a step that a device computes. A gate holds back whoever the margin rule skips, and
// everybody from the first gradient on that is not finite.
void RecoveryRecipe::queue_step(const TrainingBatch& batch, const RunPosition& position) {
  std::vector<std::string> names;
  std::vector<Variable> values;
  const auto note = [&](const std::string& name, const Tensor& value) {
    names.push_back(name);
    values.push_back(Variable(value.to(DType::float64).reshape({1})));
  };
  Tensor gate;  // the generator's
  if (has_discriminator()) {
    const auto [logits, real] = judge_in_turn(batch, position);
    const Variable loss = discriminator_loss(logits, real);
    const auto [gradient, finite] = gated_gradients(loss, variables(*discriminator()));
    const DiscriminatorErrors errors = discriminator_errors(logits, real);
    const UpdateGates gates = margin_rule(errors.real, errors.fake, options_.margin);
    const Tensor open = both(gates.discriminator, finite);
    discriminator_optimizer_->step(gradient, &open);
    gate = both(gates.generator, finite);
    note("", finite);
    note("discriminator", loss.value());
    note("real_error", errors.real);
    note("fake_error", errors.fake);
  }
  const auto update_generator = [&](const std::vector<LossTerm>& terms) {
    const auto [gradient, finite] = gated_gradients(weighted_sum(terms), variables(generator()));
    gate = gate.defined() ? both(gate, finite) : finite;
    generator_optimizer_->step(gradient, &gate);
    note("", finite);
    for (const auto& term : terms) note(term.name, term.value.value());
  };
  if (const auto terms = separate_terms(batch); !terms.empty()) update_generator(terms);
  update_generator(generator_terms(generate(batch), batch, position));
  const NoGrad guard;
  numbers_ = {std::move(names), concat(values, 0).value()};
}

std::vector<double> RecoveryRecipe::step_constants(const RunPosition& position) const {
  std::vector<double> all = {adversarial_weight(position), identity_weight(position)};
  for (const Optimizer* optimizer : {generator_optimizer_.get(), discriminator_optimizer_.get()}) {
    if (!optimizer) continue;
    const std::vector<double> own = optimizer->step_constants();
    all.insert(all.end(), own.begin(), own.end());
  }
  return all;
}

void RecoveryRecipe::explain_non_finite(const TrainingBatch& batch, const RunPosition& position) {
  const NonFiniteGuard guard;  // throws at the first op that is at fault
  if (has_discriminator()) {
    const auto [logits, real] = judge_in_turn(batch, position);
    gradients({discriminator_loss(logits, real)}, variables(*discriminator()));
  }
  if (const auto terms = separate_terms(batch); !terms.empty()) {
    gradients({weighted_sum(terms)}, variables(generator()));
  }
  gradients({weighted_sum(generator_terms(generate(batch), batch, position))},
            variables(generator()));
  throw NonFiniteError("the norm of the gradients overflows");
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
  recovery_.run(samples, {},
                [this](const TrainingBatch& b) { recovered_ = clamp(generate(b), -1, 1).value(); });
  if (device() == kCpu) return std::exchange(recovered_, {});
  // A recording will write to its tensor again.
  return input.device() == kCpu ? recovered_.to(kCpu) : recovered_.clone();
}

}  // namespace mien
