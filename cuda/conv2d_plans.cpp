#include "cuda/conv2d_plans.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <iostream>
#include <limits>

#include "cuda/buffer.h"
#include "cuda/cards.h"

namespace mien::cuda {
namespace {

constexpr Index kMostTimed = 10;                  // proposals of a problem's only storage
constexpr Index kMostTimedOfEach = 4;             // or of each of three
constexpr float kHardlyLonger = 1.03f;            // times as long
constexpr Index kMostWorkspace = Index{1} << 29;  // bytes

Event event() {
  cudaEvent_t made;
  MIEN_CUDA_CHECK(cudaEventCreate(&made));
  return Event(made);
}

// Milliseconds of `runs` runs.
float milliseconds_of(const Context& context, const std::function<void()>& run, int runs) {
  const Event begin = event(), end = event();
  MIEN_CUDA_CHECK(cudaEventRecord(begin.get(), context.stream()));
  for (int i = 0; i < runs; ++i) run();
  MIEN_CUDA_CHECK(cudaEventRecord(end.get(), context.stream()));
  MIEN_CUDA_CHECK(cudaEventSynchronize(end.get()));
  float milliseconds;
  MIEN_CUDA_CHECK(cudaEventElapsedTime(&milliseconds, begin.get(), end.get()));
  return milliseconds;
}

// Milliseconds of one run, by a single one where that takes much longer than `least`; infinite
// where a plan fails although cuDNN offered it.
float duration(const Context& context, const Conv2dProblem& problem, const Conv2dPlan& plan,
               const Conv2dOperands& operands, float least) {
  constexpr int kRuns = 3;
  constexpr float kMuchLonger = 1.5f;  // times as long
  const auto run = [&] { run_plan(context, problem, plan, operands); };
  try {
    run();
    const float once = milliseconds_of(context, run, 1);
    return once > kMuchLonger * least ? once : milliseconds_of(context, run, kRuns) / kRuns;
  } catch (const CudaError&) {
    return std::numeric_limits<float>::infinity();
  }
}

struct Choice {
  Index candidate = 0;
  std::optional<Conv2dPlan> plan = std::nullopt;
  float milliseconds = 0;  // 0 where it was not timed
};

bool is_modest(const std::optional<Conv2dPlan>& plan) {
  return plan && plan->workspace() <= kMostWorkspace;
}

Choice first(Conv2dCandidates& candidates) {
  for (Index i = 0; i < candidates.count(); ++i) {
    if (auto plan = candidates.plan(i); is_modest(plan)) return {i, std::move(plan)};
  }
  return {};
}

// Of those that take hardly longer than the fastest, the one with the least workspace.
Choice fastest(const Context& context, const Conv2dProblem& problem, Conv2dCandidates& candidates,
               const Conv2dOperands& operands) {
  const Index most = has_narrow_ways(problem) ? kMostTimedOfEach : kMostTimed;
  std::vector<Choice> choices;
  float least = std::numeric_limits<float>::infinity();
  std::map<Conv2dStorage, Index> timed;
  for (Index i = 0; i < candidates.count(); ++i) {
    if (timed[candidates.storage(i)] == most) continue;
    std::optional<Conv2dPlan> plan = candidates.plan(i);
    if (!is_modest(plan)) continue;
    ++timed[candidates.storage(i)];
    const float taken = duration(context, problem, *plan, operands, least);
    if (!std::isfinite(taken)) continue;
    choices.push_back({i, std::move(plan), taken});
    least = std::min(least, taken);
  }
  std::erase_if(choices, [&](const Choice& c) { return c.milliseconds > kHardlyLonger * least; });
  const auto best =
      std::ranges::min_element(choices, {}, [](const Choice& c) { return c.plan->workspace(); });
  return best == choices.end() ? Choice() : std::move(*best);
}

// The problem as one word.
std::string key(const Conv2dProblem& problem) {
  const Conv2dGeometry& g = problem.geometry;
  return text(static_cast<int>(problem.pass), ',', g.batch, ',', g.in_height, ',', g.in_width, ',',
              g.in_channels, ',', g.out_height, ',', g.out_width, ',', g.out_channels, ',',
              g.kernel_height, ',', g.kernel_width, ',', g.stride_h, ',', g.stride_w, ',',
              g.dilation_h, ',', g.dilation_w, ',', g.pad_top, ',', g.pad_left, ',', g.groups, ',',
              name_of(problem.maps), ',', to_string(problem.precision), ',',
              problem.deterministic ? "same_bits" : "any_bits", ',', problem.alignment);
}

const char* text_of(Conv2dStorage storage, Precision precision) {
  switch (storage) {
    case Conv2dStorage::narrow_factors:
      return "factors in bfloat16";
    case Conv2dStorage::all_narrow:
      return "factors and result in bfloat16";
    case Conv2dStorage::floats:
      break;
  }
  return precision == Precision::fp32 ? "in float" : "in float, with factors as in tf32";
}

void explain(const Conv2dProblem& problem, Index count, const Choice& choice) {
  std::string line = text_of(problem.geometry, problem.pass) + ": ";
  if (!choice.plan) {
    line += text("the direct loops, as cuDNN has no ", to_string(problem.precision), " engine");
  } else {
    line += text("cuDNN's proposal ", choice.candidate + 1, " of ", count, ", ",
                 choice.plan->workspace() >> 10, " KiB of workspace");
    if (problem.maps == DType::bfloat16) line += ", of maps in bfloat16";
    if (has_narrow_ways(problem)) {
      line += text(", ", text_of(choice.plan->storage(), problem.precision));
    }
    if (choice.milliseconds > 0) line += text(", ", choice.milliseconds, " ms");
  }
  std::cerr << line << '\n';
}

}  // namespace

bool Conv2dPlans::run(const Context& context, const Conv2dProblem& problem,
                      const Conv2dOperands& operands) {
  auto found = plans_.find(problem);
  if (found == plans_.end()) {
    found = plans_.emplace(problem, choose(context, problem, operands)).first;
  }
  if (!found->second) return false;
  run_plan(context, problem, *found->second, operands);
  return true;
}

std::optional<Conv2dPlan> Conv2dPlans::choose(const Context& context, const Conv2dProblem& problem,
                                              const Conv2dOperands& operands) {
  Conv2dCandidates candidates(context.libraries().cudnn(), problem);
  Choice best;
  if (const auto known = file(context).find(key(problem)); known && *known < candidates.count()) {
    best = {*known, candidates.plan(*known), 0};
  }
  if (!best.plan) {
    best =
        problem.deterministic ? first(candidates) : fastest(context, problem, candidates, operands);
    if (best.plan) file(context).add(key(problem), best.candidate);
  }
  if (context.settings().explain) explain(problem, candidates.count(), best);
  return std::move(best.plan);
}

PlanFile& Conv2dPlans::file(const Context& context) {
  if (!file_) {
    const auto all = cards();
    std::string card = std::ranges::find(all, context.device().index, &Card::index)->name;
    std::ranges::replace(card, ' ', '_');
    std::ranges::replace(card, '/', '_');
    file_.emplace(text("conv2d-", card, "-cudnn", cudnnGetVersion(), ".txt"));
  }
  return *file_;
}

}  // namespace mien::cuda
