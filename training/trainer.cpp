#include "training/trainer.h"

#include <iomanip>

#include "autograd/nonfinite.h"
#include "data/image_io.h"
#include "data/spread.h"
#include "tensor/joined.h"
#include "training/checkpoint.h"
#include "training/run_report.h"

namespace mien {
namespace {

constexpr Index kSettled = 100;      // steps until running statistics mean something
constexpr double kCollapsed = 0.05;  // variety below it: one face for every input

// Portraits of people the run does not learn from: validation people, or, in a small data set
// without any, test people.
std::vector<Index> held_out(const Dataset& dataset, Index count) {
  std::vector<Index> picks =
      spread(dataset.portraits_in(Split::validation, StyleGroup::seen), count);
  return picks.empty() ? spread(dataset.portraits_in(Split::test, StyleGroup::seen), count) : picks;
}

}  // namespace

Trainer::Trainer(Recipe& recipe, const OptionTable& options, const RunOptions& run,
                 const Dataset& dataset, const RunFolder& folder, Index step)
    : recipe_(recipe),
      options_(options),
      run_(run),
      dataset_(dataset),
      folder_(folder),
      step_(step),
      portraits_(dataset.portraits_in(Split::train, StyleGroup::seen)),
      held_out_(held_out(dataset, run.validation_count)),
      loader_(dataset, portraits_,
              {.batch = run.batch,
               .seed = static_cast<std::uint64_t>(run.seed),
               .mirror = run.mirror,
               .repaint = run.repaint,
               .degrade = run.degrade,
               .pixels = recipe.device() != kCpu,
               .fields = recipe.fields()},
              run.overfit_one_batch ? 0 : step * run.batch),
      feed_([this] { return loader_.next(); }, recipe.device()),
      progress_(step, run.steps) {}

RunPosition Trainer::position() const {
  const Index samples = static_cast<Index>(portraits_.size());
  return {.seed = static_cast<std::uint64_t>(run_.seed),
          .step = step_,
          .steps_per_epoch = std::max<Index>(1, samples / run_.batch)};
}

FedBatch Trainer::next_batch() {
  if (!run_.overfit_one_batch) return feed_.next();
  if (!only_batch_) only_batch_ = feed_.next();
  return *only_batch_;
}

// What the data of the last step cost it: on the CPU also the work of making them, which the step's
// threads could have had.
double Trainer::data_seconds() const {
  if (run_.overfit_one_batch) return 0;
  return recipe_.device() == kCpu ? loader_.last_cost() : feed_.last_wait();
}

RunEnd Trainer::run(const StopSignal& stop) {
  if (step_ == 0) {
    const LoaderOptions plain{.batch = run_.batch, .fields = recipe_.fields()};
    const Batch first = Loader(dataset_, portraits_, plain).next();
    const TrainingBatch samples{first.input, first.target, first.fields};
    for (const auto& line : recipe_.announcements(to(samples, recipe_.device()))) {
      progress_.note(line);
    }
  }
  progress_.begin();
  bool ends = step_ >= run_.steps || stop.requested();
  while (!ends) {
    train_one_step();
    ends = step_ == run_.steps || stop.requested();
    if (ends || step_ % run_.checkpoint_every == 0) save();
  }
  progress_.finish();
  if (step_ < run_.steps) return RunEnd::stopped;
  save_weights(folder_.weights(), recipe_, {recipe_.name(), options_.training_json(), step_});
  return RunEnd::finished;
}

void Trainer::train_one_step() {
  const FedBatch batch = next_batch();
  StepReport report;
  try {
    report = recipe_.step(batch.samples, position());
  } catch (const NonFiniteError& error) {
    throw NonFiniteError(
        text(error.what(), " (step ", step_ + 1, ", portraits ",
             joined(batch.portraits, [](Index portrait) { return std::to_string(portrait); }),
             "); the last checkpoint is kept"));
  }
  ++step_;
  progress_.update(step_, run_.batch, data_seconds(), report);
  if (step_ % run_.validate_every == 0 || step_ == run_.steps) look_at_held_out_people(report);
  log(report);
}

void Trainer::look_at_held_out_people(StepReport& report) {
  if (held_out_.empty()) return;
  const Validation seen = validate(recipe_, dataset_, held_out_);
  report.push_back({"validation_psnr", seen.recovered.psnr()});
  report.push_back({"validation_ssim", seen.recovered.ssim_grey()});
  report.push_back({"variety", seen.variety});
  progress_.note(text("step ", step_, std::setprecision(4), ": held-out people PSNR ",
                      seen.recovered.psnr(), " dB, SSIM ", seen.recovered.ssim_grey(), ", variety ",
                      seen.variety));
  if (seen.variety < kCollapsed && step_ >= kSettled) {
    progress_.note(text("warning: the outputs hardly depend on the inputs any more (variety ",
                        std::setprecision(2), seen.variety,
                        "); a smaller optimizer.learning_rate may help"));
  }
  write_png(folder_.sample(step_), seen.grid);
}

void Trainer::log(const StepReport& report) {
  if (!log_) {
    std::vector<std::string> columns;
    for (const auto& [name, value] : report) {
      if (!name.starts_with("validation") && name != "variety") columns.push_back(name);
    }
    columns.insert(columns.end(), {"validation_psnr", "validation_ssim", "variety"});
    log_.emplace(folder_.log(), columns, step_ - 1);
  }
  log_->append(step_, report);
}

void Trainer::save() {
  if (log_) log_->sync();
  save_checkpoint(folder_, recipe_, {recipe_.name(), options_.training_json(), step_});
  write_run_report(folder_, recipe_.name(), options_);
}

}  // namespace mien
