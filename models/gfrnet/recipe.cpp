#include "models/gfrnet/recipe.h"

#include <algorithm>

#include "autograd/grad_mode.h"
#include "autograd/ops/arithmetic.h"
#include "autograd/ops/slice.h"
#include "layers/dropout.h"
#include "models/phases.h"
#include "models/required_field.h"
#include "models/training_step.h"
#include "optim/schedules.h"

namespace mien {
namespace {

Variable to_unit(const Tensor& pixels) { return Variable(pixels) * 0.5 + 0.5; }

// Landmarks count from the corner of the image; the losses count from the first pixel's centre.
Tensor from_centres(const Tensor& landmarks) { return (Variable(landmarks) - 0.5).value(); }

const Tensor& field(const SampleFields& fields, const char* name) {
  return required_field(fields, name, "gfrnet");
}

Guidance guidance_of(const std::string& variant) {
  if (variant == "no_guide") return Guidance::none;
  return variant == "no_warp" ? Guidance::guide : Guidance::warped;
}

}  // namespace

std::vector<SampleField> GfrnetRecipe::fields() const {
  return {{"landmarks"}, {"guide", {options_.guide}}, {"guide_landmarks", {options_.guide}}};
}

std::string GfrnetRecipe::preset(const std::string& name) const {
  check(name == "paper", "gfrnet: there is no preset \"", name, "\"; expected \"paper\"");
  return kGfrnetPaperPreset;
}

void GfrnetRecipe::build(Index size) {
  Gfrnet::Options options;
  options.size = size;
  options.width_factor = options_.width_factor / static_cast<double>(options_.width_divisor);
  options.widest = options_.recnet_widest;
  options.slope = options_.encoder_slope;
  options.guidance = guidance_of(options_.variant);
  options.dropout = options_.dropout;
  gfrnet_ = std::make_unique<Gfrnet>(options);
  gfrnet_->set_path("gfrnet");
  const PatchGan::Options patches{.in_channels = 9,
                                  .width = std::max<Index>(1, 64 / options_.width_divisor)};
  global_ = std::make_unique<PatchGan>(patches);
  global_->set_path("global");
  local_ = std::make_unique<PatchGan>(patches);
  local_->set_path("local");
  check(size >= local_->smallest_side(), "gfrnet: images must have ", local_->smallest_side(),
        " pixels a side or more, got ", size);
}

void GfrnetRecipe::prepare_training() {
  const auto adam = [&](const Module& module) { return make_adam(module, options_.adam); };
  if (gfrnet_->warp_net()) {
    of_warp_net_ = adam(*gfrnet_->warp_net());
    check(options_.warp_steps == 0 || options_.loss.landmark > 0 || options_.loss.variation > 0,
          "gfrnet: without a loss of the flow WarpNet cannot learn alone; set warp_steps=0");
  }
  of_rec_net_ = adam(gfrnet_->rec_net());
  of_global_ = adam(*global_);
  of_local_ = adam(*local_);
  FeatureNetwork psi;
  if (!options_.vgg_weights.empty()) {
    features_ = load_vgg(options_.vgg_weights, {.depth = 16, .taps = {options_.vgg_tap}});
    features_->to(device());
    psi = [this](const Variable& x) { return (*features_)(x * 2.0 - 1.0).front(); };
  }
  objective_ = std::make_unique<GfrnetObjective>(loss_options(options_), *global_, *local_, psi);
}

std::vector<Recipe::NamedModule> GfrnetRecipe::networks() {
  return {{"gfrnet", gfrnet_.get()}, {"global", global_.get()}, {"local", local_.get()}};
}

std::vector<Recipe::NamedOptimizer> GfrnetRecipe::optimizers() {
  if (!of_rec_net_) return {};
  std::vector<NamedOptimizer> all;
  if (of_warp_net_) all.push_back({"warpnet", of_warp_net_.get()});
  all.push_back({"recnet", of_rec_net_.get()});
  all.push_back({"global", of_global_.get()});
  all.push_back({"local", of_local_.get()});
  return all;
}

GfrnetBatch GfrnetRecipe::inside(const TrainingBatch& batch) const {
  return {to_unit(batch.input), to_unit(field(batch.fields, "guide")), to_unit(batch.target),
          from_centres(field(batch.fields, "landmarks")),
          from_centres(field(batch.fields, "guide_landmarks"))};
}

std::vector<std::string> GfrnetRecipe::announcements(const TrainingBatch& batch) {
  std::vector<std::string> lines;
  if (!features_ && options_.loss.feature > 0) {
    lines.push_back(
        "no VGG-Face weights given (loss.vgg_weights): the loss goes without its feature term");
  }
  if (gfrnet_->warp_net() && options_.warp_steps > 0) {
    lines.push_back(text("WarpNet learns alone for ", options_.warp_steps, " steps"));
  }
  const RandomStep draws(1, 0);
  const RestoreBuffers keep(networks());
  const GfrnetBatch inputs = inside(batch);
  const Restoration y = (*gfrnet_)(inputs.degraded, inputs.guide);
  const auto shares =
      gradient_shares("gfrnet", objective_->restoration_terms(inputs, y), variables(*gfrnet_));
  lines.insert(lines.end(), shares.begin(), shares.end());
  return lines;
}

std::vector<Variable> GfrnetRecipe::losses(const TrainingBatch& batch) {
  const RandomStep draws(1, 0);
  const GfrnetBatch inputs = inside(batch);
  const Restoration y = (*gfrnet_)(inputs.degraded, inputs.guide);
  return {weighted_sum(objective_->restoration_terms(inputs, y)),
          objective_->global_loss(inputs, y), objective_->local_loss(inputs, y)};
}

void GfrnetRecipe::set_learning_rates(const RunPosition& position) {
  const Schedule schedule = step_schedule(
      options_.adam.learning_rate, options_.learning_rate_factor, options_.learning_rate_epochs);
  const Index epoch = std::min(position.epoch(), 2 * options_.learning_rate_epochs);
  for (const auto& [name, optimizer] : optimizers()) {
    optimizer->set_learning_rate(schedule(epoch));
  }
}

std::vector<std::string> GfrnetRecipe::columns() const {
  const GfrnetLossOptions& loss = options_.loss;
  const bool flows = gfrnet_->warp_net() != nullptr;
  std::vector<std::string> all = {"global_loss", "local_loss", "pixel"};
  for (const auto& [name, there] : {std::pair{"feature", features_ && loss.feature > 0},
                                    {"global", loss.global > 0},
                                    {"local", loss.local > 0},
                                    {"landmark", flows && loss.landmark > 0},
                                    {"variation", flows && loss.variation > 0},
                                    {"learning_rate", true}}) {
    if (there) all.push_back(name);
  }
  return all;
}

StepReport GfrnetRecipe::step_of_warp_net(const GfrnetBatch& batch) {
  WarpNet& warp_net = *gfrnet_->warp_net();
  std::vector<LossTerm> terms;
  const auto loss = [&] {
    terms = objective_->flow_terms(batch, warp_net(batch.degraded, batch.guide));
    return weighted_sum(terms);
  };
  of_warp_net_->step(checked_gradients(loss, variables(warp_net)));
  StepReport report;
  for (const LossTerm& term : terms) report.push_back({term.name, term.value.item()});
  return report;
}

// WarpNet's parameters stand before RecNet's.
void GfrnetRecipe::update_generator(const std::vector<Variable>& gradients) {
  const auto warp = of_warp_net_ ? of_warp_net_->parameters().size() : 0;
  const auto middle = gradients.begin() + static_cast<std::ptrdiff_t>(warp);
  if (of_warp_net_) of_warp_net_->step({gradients.begin(), middle});
  of_rec_net_->step({middle, gradients.end()});
}

StepReport GfrnetRecipe::step_of_all(const GfrnetBatch& batch) {
  Restoration y = (*gfrnet_)(batch.degraded, batch.guide);
  StepReport report;
  const auto judge = [&](const char* name, Optimizer& optimizer, const Module& network,
                         auto&& loss_of) {
    Variable loss;
    optimizer.step(checked_gradients([&] { return loss = loss_of(); }, variables(network)));
    report.push_back({name, loss.item()});
  };
  judge("global_loss", *of_global_, *global_, [&] { return objective_->global_loss(batch, y); });
  judge("local_loss", *of_local_, *local_, [&] { return objective_->local_loss(batch, y); });

  std::vector<LossTerm> terms;
  const auto loss = [&] {
    if (!terms.empty()) y = (*gfrnet_)(batch.degraded, batch.guide);  // its graph was let go
    terms = objective_->restoration_terms(batch, y);
    return weighted_sum(terms);
  };
  update_generator(checked_gradients(loss, variables(*gfrnet_)));
  for (const LossTerm& term : terms) report.push_back({term.name, term.value.item()});
  return report;
}

StepReport GfrnetRecipe::step(const TrainingBatch& batch, const RunPosition& position) {
  for (const auto& [name, module] : networks()) module->train();
  set_learning_rates(position);
  const RandomStep draws(position.seed, static_cast<std::uint64_t>(position.step));
  const GfrnetBatch inputs = inside(batch);
  const bool warp_alone = of_warp_net_ && phase_at(position.step, {options_.warp_steps}).phase == 0;
  StepReport report = warp_alone ? step_of_warp_net(inputs) : step_of_all(inputs);
  report.push_back({"learning_rate", of_rec_net_->learning_rate()});
  return in_columns(columns(), report);
}

// One by one: batch norm normalises by what it is given, as in training at the paper's batch of 1.
Tensor GfrnetRecipe::recover(const Tensor& input, const SampleFields& fields) {
  const NoGrad guard;
  gfrnet_->eval();
  const bool guided = gfrnet_->guidance() != Guidance::none;
  const Tensor inputs = input.to(device());
  const Tensor guides = guided ? field(fields, "guide").to(device()) : Tensor();
  std::vector<Variable> restored;
  for (Index n = 0; n < inputs.dim(0); ++n) {
    const Variable guide = guided ? to_unit(guides.slice(n, n + 1)) : Variable();
    restored.push_back((*gfrnet_)(to_unit(inputs.slice(n, n + 1)), guide).restored);
  }
  return (concat(restored, 0) * 2.0 - 1.0).value().to(input.device());
}

std::unique_ptr<Recipe> make_gfrnet() { return std::make_unique<GfrnetRecipe>(); }

}  // namespace mien
