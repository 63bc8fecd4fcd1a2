#include "models/sketch/sketch_recipe.h"

#include <algorithm>

#include "autograd/ops/sum.h"
#include "layers/dropout.h"
#include "models/required_field.h"
#include "models/training_step.h"

namespace mien {
namespace {

constexpr Index kTrainingPairs = 268;  // of CUFS

}  // namespace

std::string SketchRecipe::preset(const std::string& name) const {
  check(name == "paper", name_, ": there is no preset \"", name, "\"; expected \"paper\"");
  return text("batch = 1\nsteps = ", paper_.epochs * kTrainingPairs,
              "\nmirror = false\nrepaint = 0\n[optimizer]\nlearning_rate = ", paper_.learning_rate,
              "\n");
}

void SketchRecipe::build(Index size) {
  players_.clear();
  training_ = {};  // what was recorded is of the old ones
  recovery_ = {};
  make_networks(size);
}

void SketchRecipe::prepare_training() {
  for (Player& player : players_) player.optimizer = make_adam(*player.network, adam());
}

std::vector<Recipe::NamedModule> SketchRecipe::networks() {
  std::vector<NamedModule> all;
  for (const Player& player : players_) all.push_back({player.name, player.network.get()});
  return all;
}

std::vector<Recipe::NamedOptimizer> SketchRecipe::optimizers() {
  std::vector<NamedOptimizer> all;
  for (const Player& player : players_) {
    if (player.optimizer) all.push_back({player.name, player.optimizer.get()});
  }
  return all;
}

SketchRecipe::Player& SketchRecipe::player(const std::string& name) {
  return *std::ranges::find(players_, name, &Player::name);
}

std::vector<std::string> SketchRecipe::announcements(const TrainingBatch& batch) {
  const RandomStep draws(1, 0);
  const RestoreBuffers keep(networks());
  std::vector<std::string> lines = missing();
  for (const Move& move : moves(batch)) {
    if (move.title.empty()) continue;
    const auto shares =
        gradient_shares(move.title, move.terms(), variables(*player(move.network).network));
    lines.insert(lines.end(), shares.begin(), shares.end());
  }
  return lines;
}

std::vector<Variable> SketchRecipe::losses(const TrainingBatch& batch) {
  const RandomStep draws(1, 0);
  std::vector<Variable> all;
  for (const Move& move : moves(batch)) all.push_back(weighted_sum(move.terms()));
  return all;
}

StepReport SketchRecipe::step(const TrainingBatch& batch, const RunPosition& position) {
  return training_.run(*this, batch, position, {},
                       [this](QueuedStep& step, const TrainingBatch& b) {
                         for (const Move& move : moves(b)) {
                           const std::vector<LossTerm> terms = move.terms();
                           step.update({player(move.network).optimizer.get()}, weighted_sum(terms));
                           step.note(terms, move.prefix);
                         }
                       });
}

// Batch norm normalises by what it is given, as in training at the papers' batch of 1.
Tensor SketchRecipe::recover(const Tensor& input, const SampleFields& fields) {
  for (const Player& player : players_) player.network->eval();
  return recovery_.run(input, fields, device(), [this](const TrainingBatch& one) {
    return photograph(grey(one.input), one.fields);
  });
}

PatchGan& SketchRecipe::enter_patches(const std::string& name, Index size,
                                      const PatchGan::Options& options) {
  PatchGan& network = enter(name, std::make_unique<PatchGan>(options));
  check(size >= network.smallest_side(), name_, ": images must have ", network.smallest_side(),
        " pixels a side or more, got ", size);
  return network;
}

SketchRecipe::Move SketchRecipe::judging(const std::string& network,
                                         std::function<Variable()> loss) {
  return {network, "", "", [network, loss = std::move(loss)] {
            return std::vector<LossTerm>{{network + "_loss", 1, loss()}};
          }};
}

const Tensor& SketchRecipe::field(const SampleFields& fields, const char* name) const {
  return required_field(fields, name, name_.c_str());
}

Variable SketchRecipe::grey(const Tensor& pixels) { return mean(Variable(pixels), {3}, true); }

}  // namespace mien
