#include "models/recorded_step.h"

#include "autograd/engine.h"
#include "autograd/grad_mode.h"
#include "autograd/map.h"
#include "autograd/nonfinite.h"
#include "autograd/ops/slice.h"
#include "layers/dropout.h"
#include "optim/gradient_norm.h"
#include "tensor/functors/arithmetic.h"
#include "tensor/functors/compare.h"

namespace mien {
namespace {

// A gate that is open where both are.
Tensor both(const Tensor& a, const Tensor& b) {
  return map("both", functors::Multiply{}, a.to(DType::float32).reshape({1}), b.reshape({1}));
}

// One float32, 1 or 0, where the gradients are.
Tensor are_finite(const std::vector<Variable>& gradients) {
  return map("is_finite", functors::IsFinite{}, squared_norm(gradients)).to(DType::float32);
}

void append(std::vector<double>& all, const std::vector<double>& more) {
  all.insert(all.end(), more.begin(), more.end());
}

// A number of 64 bits as two that are exact.
std::vector<double> halves(std::uint64_t number) {
  return {static_cast<double>(number >> 32), static_cast<double>(number & 0xffffffffu)};
}

}  // namespace

void QueuedStep::update(const std::vector<Optimizer*>& optimizers, const Variable& loss,
                        const Tensor& gate) {
  std::vector<Variable> inputs;
  for (const Optimizer* optimizer : optimizers) {
    for (const auto& parameter : optimizer->parameters()) inputs.push_back(parameter.variable);
  }
  const std::vector<Variable> all = gradients({loss}, inputs);
  if (mode_ == Mode::watched) return;
  const Tensor finite = are_finite(all);
  finite_ = finite_.defined() ? both(finite_, finite) : finite;
  note("", finite);
  const Tensor open = gate.defined() ? both(gate, finite_) : finite_;
  auto next = all.begin();
  for (Optimizer* optimizer : optimizers) {
    const auto end = next + std::ssize(optimizer->parameters());
    optimizer->step({next, end}, &open);
    updated_.push_back(optimizer);
    next = end;
  }
}

void QueuedStep::note(const std::string& name, const Tensor& value) {
  names_.push_back(name);
  values_.push_back(Variable(value.to(DType::float64).reshape({1})));
}

void QueuedStep::note(const std::vector<LossTerm>& terms, const std::string& prefix) {
  for (const LossTerm& term : terms) note(prefix + term.name, term.value.value());
}

Tensor QueuedStep::values() const {
  const NoGrad guard;
  return concat(values_, 0).value();
}

StepReport RecordedStep::run(Recipe& recipe, const TrainingBatch& batch,
                             const RunPosition& position, std::vector<double> constants,
                             const Work& work) {
  const auto step = static_cast<std::uint64_t>(position.step);
  for (const auto& [name, module] : recipe.networks()) module->train();
  for (const auto& [name, optimizer] : recipe.optimizers()) {
    append(constants, optimizer->step_constants());
  }
  append(constants, halves(position.seed));
  if (!number_.defined()) number_ = zeros({1}, DType::int64, batch.input.device());
  {
    const RandomStep draws(position.seed, step, number_);
    const bool was_recorded = repeated_.run(batch, constants, [&](const TrainingBatch& b) {
      QueuedStep queued;
      work(queued, b);
      names_ = queued.names();
      values_ = queued.values();
      updated_ = queued.updated();
    });
    if (was_recorded) {
      for (Optimizer* optimizer : updated_) optimizer->count_replay();
    }
  }
  const Tensor host = values_.to(kCpu);  // the one place of a step that waits for a card
  const auto values = host.span<double>();
  StepReport report;
  bool finite = true;
  for (std::size_t i = 0; i < values.size(); ++i) {
    if (names_[i].empty()) {
      finite = finite && values[i] != 0;
    } else {
      report.push_back({names_[i], values[i]});
    }
  }
  if (finite) return report;
  const NonFiniteGuard guard;  // throws at the first op that is at fault
  const RandomStep draws(position.seed, step, number_);
  QueuedStep watched(QueuedStep::Mode::watched);
  work(watched, batch);
  throw NonFiniteError("the norm of the gradients overflows");
}

}  // namespace mien
