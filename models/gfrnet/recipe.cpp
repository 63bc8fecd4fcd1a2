#include "models/gfrnet/recipe.h"

#include <algorithm>

#include "autograd/ops/arithmetic.h"
#include "layers/dropout.h"
#include "models/narrowed.h"
#include "models/phases.h"
#include "models/required_field.h"
#include "models/training_step.h"
#include "optim/schedules.h"

namespace mien {
namespace {

// Fields for what follows from landmarks.
constexpr const char* kFlowWhere = "flow_where";
constexpr const char* kFlowWanted = "flow_wanted";

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
  options.recnet_widest = options_.recnet_widest;
  options.slope = options_.encoder_slope;
  options.guidance = guidance_of(options_.variant);
  options.dropout = options_.dropout;
  gfrnet_ = std::make_unique<Gfrnet>(options);
  gfrnet_->set_path("gfrnet");
  training_ = {};  // what was recorded is of the old ones
  recovery_ = {};
  const PatchGan::Options patches{.in_channels = 9, .width = narrowed(64, options_.width_divisor)};
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

// Of the images it is only the shape that matters here.
GfrnetBatch GfrnetRecipe::known_from_landmarks(const TrainingBatch& batch,
                                               bool with_windows) const {
  GfrnetBatch known{Variable(batch.input), Variable(field(batch.fields, "guide")),
                    Variable(batch.target), from_centres(field(batch.fields, "landmarks")),
                    from_centres(field(batch.fields, "guide_landmarks"))};
  if (of_warp_net_) known = objective_->with_flow(known);
  return with_windows ? objective_->with_windows(known) : known;
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
  std::vector<Variable> all = {weighted_sum(objective_->restoration_terms(inputs, y))};
  if (judges_all()) all.push_back(objective_->global_loss(inputs, y));
  if (judges_faces()) all.push_back(objective_->local_loss(inputs, y));
  return all;
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
  std::vector<std::string> all;
  for (const auto& [name, there] : {std::pair{"global_loss", judges_all()},
                                    {"local_loss", judges_faces()},
                                    {"pixel", loss.pixel > 0},
                                    {"feature", features_ && loss.feature > 0},
                                    {"global", judges_all()},
                                    {"local", judges_faces()},
                                    {"landmark", flows && loss.landmark > 0},
                                    {"variation", flows && loss.variation > 0},
                                    {"learning_rate", true}}) {
    if (there) all.push_back(name);
  }
  return all;
}

bool GfrnetRecipe::warp_net_learns_alone(Index step) const {
  return of_warp_net_ && phase_at(step, {options_.warp_steps}).phase == 0;
}

void GfrnetRecipe::queue_warp_net(QueuedStep& step, const GfrnetBatch& batch) {
  const Variable flow = (*gfrnet_->warp_net())(batch.degraded, batch.guide);
  const std::vector<LossTerm> terms = objective_->flow_terms(batch, flow);
  step.update({of_warp_net_.get()}, weighted_sum(terms));
  step.note(terms);
}

void GfrnetRecipe::queue_all(QueuedStep& step, const GfrnetBatch& batch) {
  const Restoration y = (*gfrnet_)(batch.degraded, batch.guide);
  const auto judge = [&](const char* name, Optimizer& optimizer, const Variable& loss) {
    step.update({&optimizer}, loss);
    step.note(name, loss.value());
  };
  if (judges_all()) judge("global_loss", *of_global_, objective_->global_loss(batch, y));
  if (judges_faces()) judge("local_loss", *of_local_, objective_->local_loss(batch, y));
  const std::vector<LossTerm> terms = objective_->restoration_terms(batch, y);
  std::vector<Optimizer*> restoring = {of_rec_net_.get()};
  if (of_warp_net_) restoring.push_back(of_warp_net_.get());
  step.update(restoring, weighted_sum(terms));
  step.note(terms);
}

StepReport GfrnetRecipe::step(const TrainingBatch& batch, const RunPosition& position) {
  set_learning_rates(position);
  const bool warp_alone = warp_net_learns_alone(position.step);
  // What follows from landmarks is worked out on the host, before the step, which is recorded.
  const GfrnetBatch known = known_from_landmarks(batch, judges_faces() && !warp_alone);
  TrainingBatch samples = batch;
  samples.fields[kFlowWhere] = known.flow.where;
  samples.fields[kFlowWanted] = known.flow.wanted;
  std::vector<double> constants = {double(warp_alone)};
  for (const Window& w : known.windows) {
    for (const Index side : {w.top, w.left, w.height, w.width}) constants.push_back(double(side));
  }
  StepReport report = training_.run(
      *this, samples, position, constants, [&](QueuedStep& step, const TrainingBatch& b) {
        GfrnetBatch inputs = inside(b);
        inputs.flow = {b.fields.at(kFlowWhere), b.fields.at(kFlowWanted)};
        inputs.windows = known.windows;
        warp_alone ? queue_warp_net(step, inputs) : queue_all(step, inputs);
      });
  report.push_back({"learning_rate", of_rec_net_->learning_rate()});
  return in_columns(columns(), report);
}

// One by one: batch norm normalises by what it is given, as in training at the paper's batch of 1.
Tensor GfrnetRecipe::recover(const Tensor& input, const SampleFields& fields) {
  gfrnet_->eval();
  const bool guided = gfrnet_->guidance() != Guidance::none;
  return recovery_.run(input, fields, device(), [this, guided](const TrainingBatch& one) {
    const Variable guide = guided ? to_unit(field(one.fields, "guide")) : Variable();
    return (*gfrnet_)(to_unit(one.input), guide).restored * 2.0 - 1.0;
  });
}

std::unique_ptr<Recipe> make_gfrnet() { return std::make_unique<GfrnetRecipe>(); }

}  // namespace mien
