// The training step of FDNN, IFRP, AFRP, TANN and TDAE: what a device computes.
#include "losses/adversarial.h"
#include "losses/margin_rule.h"
#include "models/recovery/recovery_recipe.h"

namespace mien {

StepReport RecoveryRecipe::step(const TrainingBatch& batch, const RunPosition& position) {
  set_learning_rates(position);
  StepReport report = training_.run(
      *this, batch, position,
      {double(phase()), adversarial_weight(position), identity_weight(position)},
      [&](QueuedStep& step, const TrainingBatch& b) { queue_step(step, b, position); });
  report.push_back({"learning_rate", optimizer_of(generator()).learning_rate()});
  return report;
}

// The margin rule's gates hold back whoever is too far ahead.
void RecoveryRecipe::queue_step(QueuedStep& step, const TrainingBatch& batch,
                                const RunPosition& position) {
  Tensor gate;  // the generator's
  if (discriminator()) {
    const auto [logits, real] = judge_in_turn(batch);
    const Variable loss = discriminator_loss(logits, real);
    const DiscriminatorErrors errors = discriminator_errors(logits, real);
    const UpdateGates gates = margin_rule(errors.real, errors.fake, options_.margin);
    step.update({&optimizer_of(*discriminator())}, loss, gates.discriminator);
    gate = gates.generator;
    step.note("discriminator", loss.value());
    step.note("real_error", errors.real);
    step.note("fake_error", errors.fake);
  }
  const auto update_generator = [&](const std::vector<LossTerm>& terms) {
    step.update({&optimizer_of(generator())}, weighted_sum(terms), gate);
    step.note(terms);
  };
  if (const auto terms = separate_terms(batch); !terms.empty()) update_generator(terms);
  update_generator(generator_terms(generate(batch), batch, position));
}

}  // namespace mien
