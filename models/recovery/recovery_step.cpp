// The training step of FDNN, IFRP and AFRP: what a device computes, and what is asked of it after.
#include "autograd/engine.h"
#include "autograd/grad_mode.h"
#include "autograd/map.h"
#include "autograd/nonfinite.h"
#include "autograd/ops/slice.h"
#include "layers/dropout.h"
#include "losses/adversarial.h"
#include "losses/margin_rule.h"
#include "models/recovery/recovery_recipe.h"
#include "models/training_step.h"
#include "tensor/functors/arithmetic.h"

namespace mien {
namespace {

// A gate that is open where both are.
Tensor both(const Tensor& a, const Tensor& b) {
  return map("both", functors::Multiply{}, a.to(DType::float32).reshape({1}), b.reshape({1}));
}

}  // namespace

StepReport RecoveryRecipe::step(const TrainingBatch& batch, const RunPosition& position) {
  const RandomStep draws(position.seed, static_cast<std::uint64_t>(position.step));
  for (const auto& [name, module] : networks()) module->train();
  set_learning_rates(position);
  const auto work = [this, position](const TrainingBatch& b) { queue_step(b, position); };
  if (!draws_nothing()) {
    work(batch);
  } else if (training_.run(batch, step_constants(position), work)) {
    for (const Module* module : updated()) optimizer_of(*module).count_replay();
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
  report.push_back({"learning_rate", optimizer_of(generator()).learning_rate()});
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
  if (discriminator()) {
    const auto [logits, real] = judge_in_turn(batch, position);
    const Variable loss = discriminator_loss(logits, real);
    const auto [gradient, finite] = gated_gradients(loss, variables(*discriminator()));
    const DiscriminatorErrors errors = discriminator_errors(logits, real);
    const UpdateGates gates = margin_rule(errors.real, errors.fake, options_.margin);
    const Tensor open = both(gates.discriminator, finite);
    optimizer_of(*discriminator()).step(gradient, &open);
    gate = both(gates.generator, finite);
    note("", finite);
    note("discriminator", loss.value());
    note("real_error", errors.real);
    note("fake_error", errors.fake);
  }
  const auto update_generator = [&](const std::vector<LossTerm>& terms) {
    const auto [gradient, finite] = gated_gradients(weighted_sum(terms), variables(generator()));
    gate = gate.defined() ? both(gate, finite) : finite;
    optimizer_of(generator()).step(gradient, &gate);
    note("", finite);
    for (const auto& term : terms) note(term.name, term.value.value());
  };
  if (const auto terms = separate_terms(batch); !terms.empty()) update_generator(terms);
  update_generator(generator_terms(generate(batch), batch, position));
  const NoGrad guard;
  numbers_ = {std::move(names), concat(values, 0).value()};
}

std::vector<double> RecoveryRecipe::step_constants(const RunPosition& position) {
  std::vector<double> all = {double(phase()), adversarial_weight(position),
                             identity_weight(position)};
  for (const Module* module : updated()) {
    const std::vector<double> own = optimizer_of(*module).step_constants();
    all.insert(all.end(), own.begin(), own.end());
  }
  return all;
}

void RecoveryRecipe::explain_non_finite(const TrainingBatch& batch, const RunPosition& position) {
  const NonFiniteGuard guard;  // throws at the first op that is at fault
  if (discriminator()) {
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

}  // namespace mien
