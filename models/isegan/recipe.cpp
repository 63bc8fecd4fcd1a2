#include "models/isegan/recipe.h"

#include <algorithm>

#include "autograd/grad_mode.h"
#include "autograd/ops/slice.h"
#include "autograd/ops/sum.h"
#include "layers/dropout.h"
#include "models/required_field.h"
#include "models/training_step.h"

namespace mien {
namespace {

constexpr Index kParts = 8;

const Tensor& field(const SampleFields& fields, const char* name) {
  return required_field(fields, name, "isegan");
}

// Sketches are grey, whatever the file holds.
Variable grey(const Tensor& pixels) { return mean(Variable(pixels), {3}, true); }

}  // namespace

std::string IseganRecipe::preset(const std::string& name) const {
  check(name == "paper", "isegan: there is no preset \"", name, "\"; expected \"paper\"");
  return kIseganPaperPreset;
}

void IseganRecipe::build(Index size) {
  const Index width = std::max<Index>(1, 64 / options_.width_divisor);
  dip_ = std::make_unique<DipGan>(dip_options(options_, size));
  se_ = std::make_unique<SeGan>(SeGan::Options{
      .size = size, .width = width, .enhanced_parsing = options_.parsing_seen == "both"});
  const auto patches = [&](const char* name, Index channels, int layers) {
    auto network = std::make_unique<PatchGan>(PatchGan::Options{.in_channels = channels,
                                                                .layers = layers,
                                                                .width = width,
                                                                .padding = options_.patch_padding});
    network->set_path(name);
    check(size >= network->smallest_side(), "isegan: images must have ", network->smallest_side(),
          " pixels a side or more, got ", size);
    return network;
  };
  d_1_ = patches("d_1", 1 + kParts + 3, 3);
  d_par_ = patches("d_par", kParts, 3);
  d_2_ = patches("d_2", 1 + kParts + 3, 1);
  dip_->set_path("dip");
  se_->set_path("se");
}

void IseganRecipe::prepare_training() {
  const auto adam = [&](const Module& module) { return make_adam(module, options_.adam); };
  of_dip_ = adam(*dip_);
  of_se_ = adam(*se_);
  of_d_1_ = adam(*d_1_);
  of_d_par_ = adam(*d_par_);
  of_d_2_ = adam(*d_2_);
  FeaturePyramid pyramid;
  if (!options_.vgg_weights.empty()) {
    std::vector<std::string> taps = {"relu1_1", "relu3_4"};
    if (options_.vgg_last != taps.back()) taps.push_back(options_.vgg_last);
    features_ = load_vgg(options_.vgg_weights, {.depth = 19, .taps = taps});
    features_->to(device());
    pyramid = [this](const Variable& x) { return (*features_)(x); };
  }
  objective_ =
      std::make_unique<IseganObjective>(loss_options(options_), *d_1_, *d_par_, *d_2_, pyramid);
}

std::vector<Recipe::NamedModule> IseganRecipe::networks() {
  return {{"dip", dip_.get()},
          {"se", se_.get()},
          {"d_1", d_1_.get()},
          {"d_par", d_par_.get()},
          {"d_2", d_2_.get()}};
}

std::vector<Recipe::NamedOptimizer> IseganRecipe::optimizers() {
  if (!of_dip_) return {};
  return {{"dip", of_dip_.get()},
          {"se", of_se_.get()},
          {"d_1", of_d_1_.get()},
          {"d_par", of_d_par_.get()},
          {"d_2", of_d_2_.get()}};
}

IseganBatch IseganRecipe::inside(const TrainingBatch& batch) const {
  return objective_->with_features(
      {grey(batch.input), Variable(field(batch.fields, "sketch_parsing")), Variable(batch.target),
       Variable(field(batch.fields, "parsing"))});
}

IseganRecipe::Stages IseganRecipe::run(const IseganBatch& batch) {
  const PhotoAndParsing first = (*dip_)(batch.sketch, batch.sketch_parsing);
  return {first, (*se_)(batch.sketch, batch.sketch_parsing, first)};
}

std::vector<std::string> IseganRecipe::announcements(const TrainingBatch& batch) {
  std::vector<std::string> lines;
  if (!features_ && options_.loss.perceptual > 0) {
    lines.push_back(
        "no VGG-19 weights given (loss.vgg_weights): the losses go without their perceptual term");
  }
  const RandomStep draws(1, 0);
  const RestoreBuffers keep(networks());
  const IseganBatch inputs = inside(batch);
  const Stages y = run(inputs);
  const auto add = [&](const char* name, const std::vector<LossTerm>& terms, const Module& module) {
    const auto shares = gradient_shares(name, terms, variables(module));
    lines.insert(lines.end(), shares.begin(), shares.end());
  };
  add("DIP-GAN", objective_->first_terms(inputs, y.first), *dip_);
  add("SE-GAN", objective_->second_terms(inputs, y.first, y.photo), *se_);
  return lines;
}

std::vector<Variable> IseganRecipe::losses(const TrainingBatch& batch) {
  const RandomStep draws(1, 0);
  const IseganBatch inputs = inside(batch);
  const Stages y = run(inputs);
  return {objective_->d_1_loss(inputs, y.first), objective_->d_par_loss(inputs, y.first),
          objective_->d_2_loss(inputs, y.photo),
          weighted_sum(objective_->first_terms(inputs, y.first)),
          weighted_sum(objective_->second_terms(inputs, y.first, y.photo))};
}

// Both stages learn from what they made before the step.
void IseganRecipe::queue_step(QueuedStep& step, const IseganBatch& batch) {
  const Stages y = run(batch);
  const auto judge = [&](const char* name, Optimizer& optimizer, const Variable& loss) {
    step.update({&optimizer}, loss);
    step.note(name, loss.value());
  };
  judge("d_1_loss", *of_d_1_, objective_->d_1_loss(batch, y.first));
  judge("d_par_loss", *of_d_par_, objective_->d_par_loss(batch, y.first));
  judge("d_2_loss", *of_d_2_, objective_->d_2_loss(batch, y.photo));
  const auto learn = [&](const char* stage, Optimizer& optimizer,
                         const std::vector<LossTerm>& terms) {
    step.update({&optimizer}, weighted_sum(terms));
    step.note(terms, stage);
  };
  learn("first_", *of_dip_, objective_->first_terms(batch, y.first));
  learn("second_", *of_se_, objective_->second_terms(batch, y.first, y.photo));
}

StepReport IseganRecipe::step(const TrainingBatch& batch, const RunPosition& position) {
  return training_.run(
      *this, batch, position, {},
      [this](QueuedStep& step, const TrainingBatch& b) { queue_step(step, inside(b)); });
}

// One by one: batch norm normalises by what it is given, as in training at the paper's batch of 1.
Tensor IseganRecipe::recover(const Tensor& input, const SampleFields& fields) {
  const NoGrad guard;
  dip_->eval();
  se_->eval();
  const Tensor sketches = input.to(device());
  const Tensor parsings = field(fields, "sketch_parsing").to(device());
  std::vector<Variable> photos;
  for (Index n = 0; n < sketches.dim(0); ++n) {
    const Variable sketch = grey(sketches.slice(n, n + 1)), parsing(parsings.slice(n, n + 1));
    const PhotoAndParsing first = (*dip_)(sketch, parsing);
    photos.push_back(options_.recovered == "first" ? first.photo : (*se_)(sketch, parsing, first));
  }
  return concat(photos, 0).value().to(input.device());
}

std::unique_ptr<Recipe> make_isegan() { return std::make_unique<IseganRecipe>(); }

}  // namespace mien
