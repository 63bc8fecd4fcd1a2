#include "apps/training_session.h"

#include <iostream>

#include "apps/synthetic_data.h"
#include "models/catalogue.h"
#include "training/checkpoint.h"
#include "training/describe.h"
#include "training/environment.h"
#include "training/trainer.h"

namespace mien {
namespace {

// A model, its options and the run's, bound to one table.
struct Session {
  explicit Session(const std::string& model) : recipe(make_recipe(model)) {
    declare(table, run);
    recipe->declare(table);
  }
  std::unique_ptr<Recipe> recipe;
  OptionTable table;
  RunOptions run;
};

void check_request(const SessionRequest& request) {
  const auto needs = [](bool holds, const char* message) {
    if (!holds) throw UsageError(message);
  };
  needs(request.resume || !request.model.empty(), "name a MODEL; --list shows them");
  needs(request.describe || !request.out.empty(), "--out DIR is needed: the folder of the run");
}

// Files first, then flags, then --set: the later wins.
void apply_settings(Session& session, const SessionRequest& request) {
  if (request.recipe == "paper") {
    session.table.read_toml(session.recipe->preset("paper"), "preset paper");
  } else if (!request.recipe.empty()) {
    session.table.read_toml_file(request.recipe);
  }
  for (const auto& [option, value, flag] : request.settings) {
    const bool is_path = option == "data" || option == "init";
    session.table.set(option, is_path ? std::filesystem::absolute(value).string() : value, flag);
  }
  for (const auto& assignment : request.assignments) session.table.set(assignment);
}

std::filesystem::path data_folder(const Session& session, const std::filesystem::path& out) {
  if (session.run.synthetic == !session.run.data.empty()) {
    throw UsageError("give either --data DIR or --synthetic");
  }
  return session.run.synthetic ? out / "data" : std::filesystem::path(session.run.data);
}

void print_session(const Session& session, const CommonOptions& common, const std::string& out) {
  Configuration values = {{"model", session.recipe->name()}, {"out", out}};
  for (const auto& option : session.table.options()) {
    values.emplace_back(option.name, str(option.value));
  }
  values.emplace_back("device", common.device);
  values.emplace_back("threads", std::to_string(common.threads));
  for (const auto& entry : environment()) values.push_back(entry);
  print_configuration("mien-train", values);
}

void note(const std::string& line) { std::cerr << line << "\n"; }

void describe(Session& session) {
  std::cout << session.table.describe() << "\n";
  session.recipe->build(session.run.size);
  session.recipe->initialize(session.run.seed);
  session.recipe->prepare_training();
  std::cout << stage_table(*session.recipe, session.run.size);
}

void load_initial_weights(Session& session) {
  if (session.run.init.empty()) return;
  for (const auto& name : load_networks(*session.recipe, session.run.init)) {
    note("starting from the weights of " + name + " in " + session.run.init);
  }
}

void train(Session& session, const RunFolder& folder, Index step, int threads) {
  const auto data = data_folder(session, folder.path());
  if (session.run.synthetic) {
    make_synthetic_portraits(data, session.run.size, session.run.seed, threads);
  }
  const Dataset dataset(data);
  check(dataset.size() == session.run.size, "--size is ", session.run.size, " but the images in ",
        data.string(), " have size ", dataset.size());
  Trainer trainer(*session.recipe, session.table, session.run, dataset, folder, step);
  if (trainer.run() == RunEnd::stopped) {
    std::cout << "stopped after step " << trainer.step() << " of " << session.run.steps
              << "; go on with: mien-train --resume --out " << folder.path().string() << "\n";
  } else {
    std::cout << "finished " << session.run.steps << " steps: " << folder.weights().string()
              << "\n";
  }
}

void start(const SessionRequest& request, const CommonOptions& common) {
  Session session(request.model);
  apply_settings(session, request);
  if (request.describe) return describe(session);
  data_folder(session, request.out);  // complains before the folder exists
  session.recipe->build(session.run.size);
  session.recipe->initialize(session.run.seed);
  session.recipe->prepare_training();
  load_initial_weights(session);
  const RunFolder folder = RunFolder::create(request.out);
  print_session(session, common, request.out);
  train(session, folder, 0, common.threads);
}

void resume(const SessionRequest& request, const CommonOptions& common) {
  const RunFolder folder = RunFolder::resume(request.out);
  if (!folder.has_checkpoint()) {
    note(request.out + ": no checkpoint yet, starting at step 0");
    if (request.model.empty())
      throw UsageError("name a MODEL: there is no checkpoint to take it from");
    Session session(request.model);
    apply_settings(session, request);
    session.recipe->build(session.run.size);
    session.recipe->initialize(session.run.seed);
    session.recipe->prepare_training();
    load_initial_weights(session);
    print_session(session, common, request.out);
    return train(session, folder, 0, common.threads);
  }
  const LoadedCheckpoint checkpoint = read_newest_checkpoint(folder, note);
  check(request.model.empty() || request.model == checkpoint.info.recipe, "model is ",
        checkpoint.info.recipe, " in ", checkpoint.path.string(), ", ", request.model,
        " on the command line");
  Session session(checkpoint.info.recipe);
  apply_settings(session, request);
  session.table.resume(checkpoint.info.options, checkpoint.path.string());
  session.recipe->build(session.run.size);
  session.recipe->prepare_training();
  restore(*session.recipe, checkpoint, true);
  print_session(session, common, request.out);
  note(text("going on from step ", checkpoint.info.step, " of ", checkpoint.path.string()));
  train(session, folder, checkpoint.info.step, common.threads);
}

}  // namespace

void run_session(const SessionRequest& request, CommonOptions& common) {
  check_request(request);
  apply_common_options(common);
  request.resume ? resume(request, common) : start(request, common);
}

}  // namespace mien
