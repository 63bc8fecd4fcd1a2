// mien-train: trains a paper's system.
#include <CLI/CLI.hpp>
#include <iostream>

#include "apps/common_options.h"
#include "apps/program.h"
#include "apps/training_session.h"
#include "models/catalogue.h"

using namespace mien;

namespace {

void list_models() {
  for (const auto& entry : catalogue()) {
    std::cout << entry.name << "  " << entry.paper << "\n      " << entry.summary << "\n";
  }
}

// A flag of its own for each run option that lessons and scripts rely on.
void add_run_flags(CLI::App& app, SessionRequest& request) {
  const auto flag = [&](const std::string& name, const std::string& option,
                        const std::string& meaning) {
    app.add_option_function<std::string>(
           name,
           [&request, option, name](const std::string& value) {
             request.settings.push_back({option, value, name});
           },
           meaning)
        ->take_last()
        ->group("Run");
  };
  flag("--data", "data", "folder of portraits made by mien-dataset");
  flag("--size", "size", "height and width of the images");
  flag("--batch", "batch", "portraits per step");
  flag("--steps", "steps", "steps of the whole run; may grow on --resume");
  flag("--checkpoint-every", "checkpoint_every", "steps between checkpoints");
  flag("--validate-every", "validate_every", "steps between looks at held-out people");
  flag("--seed", "seed", "of weights, order and augmentation");
  flag("--init", "init", "weights to start from");
  const auto yes = [&](const std::string& name, const std::string& option,
                       const std::string& meaning) {
    app.add_flag_callback(
           name,
           [&request, option, name] {
             request.settings.push_back({option, "true", name});
           },
           meaning)
        ->group("Run");
  };
  yes("--synthetic", "synthetic", "train on synthetic faces, made in the run's folder");
  yes("--exact", "exact", "on the CPU, convolve by the definition: slower, finer rounding");
  yes("--overfit-one-batch", "overfit_one_batch", "show the first batch again and again");
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Trains a paper's system on portraits and the faces behind them.", "mien-train");
  SessionRequest request;
  CommonOptions common;
  bool list = false;
  app.add_option("MODEL", request.model, "which system; --list shows them");
  app.add_flag("--list", list, "list the systems and their papers");
  app.add_option("--out", request.out, "folder of the run");
  app.add_flag("--resume", request.resume,
               "continue the run in --out; needs no other flag but those for a card");
  app.add_option("--recipe", request.recipe, "a TOML file of options, or the preset \"paper\"")
      ->group("Options");
  app.add_option("--set", request.assignments, "KEY=VALUE: one option; may come again")
      ->allow_extra_args(false)  // what follows the value may be MODEL
      ->group("Options");
  app.add_flag("--describe", request.describe,
               "print options, stages and parameter counts, and stop")
      ->group("Options");
  app.add_option("--graph", request.graph, "write the recorded graph of a step as DOT, and stop")
      ->group("Options");
  add_run_flags(app, request);
  add_device_option(app, common);
  add_threads_option(app, common);
  add_convolution_options(app, common);
  return run_program(app, argc, argv, [&] {
    if (list) return list_models();
    run_session(request, common);
  });
}
