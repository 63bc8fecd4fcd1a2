#include "apps/training_session.h"

#include <iostream>
#include <optional>

#include "apps/synthetic_data.h"
#include "models/catalogue.h"
#include "tensor/atomic_file.h"
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
  std::optional<Dataset> data;  // once it is there
};

void check_request(const SessionRequest& request) {
  const auto needs = [](bool holds, const char* message) {
    if (!holds) throw UsageError(message);
  };
  needs(request.resume || !request.model.empty(), "name a MODEL; --list shows them");
  needs(request.describe || !request.graph.empty() || !request.out.empty(),
        "--out DIR is needed: the folder of the run");
}

// Files first, then flags, then --set: the later wins.
void apply_settings(Session& session, const SessionRequest& request) {
  if (request.recipe == "paper") {
    session.table.read_toml(session.recipe->preset("paper"), "preset paper");
  } else if (!request.recipe.empty()) {
    session.table.read_toml_file(request.recipe);
  }
  for (const auto& [option, value, flag] : request.settings) {
    const bool is_path = (option == "data" || option == "init") && !value.empty();
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
  for (const auto& entry : environment()) values.push_back(entry);  // the threads among them
  print_configuration("mien-train", values);
}

void note(const std::string& line) { std::cerr << line << "\n"; }

void make_networks(Session& session) {
  session.recipe->build(session.run.size);
  session.recipe->initialize(session.run.seed);
  session.recipe->prepare_training();
}

void describe(Session& session) {
  std::cout << session.table.describe() << "\n";
  make_networks(session);
  std::cout << stage_table(*session.recipe, session.run.size);
}

void draw_graph(Session& session, const std::string& path) {
  make_networks(session);
  write_file(path, step_graph(*session.recipe, session.run.size));
  std::cout << path << "\n";
}

void load_initial_weights(Session& session) {
  if (session.run.init.empty()) return;
  for (const auto& name : load_networks(*session.recipe, session.run.init)) {
    note("starting from the weights of " + name + " in " + session.run.init);
  }
}

void open_data(Session& session, const std::filesystem::path& folder) {
  if (session.data) return;
  session.data.emplace(folder);
  check(session.data->size() == session.run.size, "--size is ", session.run.size,
        " but the images in ", folder.string(), " have size ", session.data->size());
  check(!session.data->portraits_in(Split::train, StyleGroup::seen).empty(), folder.string(),
        ": expected portraits of training people, found none (mien-dataset portraits makes them)");
}

void train(Session& session, const RunFolder& folder, Index step, int threads) {
  const auto data = data_folder(session, folder.path());
  const std::string go_on = "go on with: mien-train --resume --out " + folder.path().string();
  if (session.run.synthetic &&
      !make_synthetic_portraits(data, session.run.size, session.run.seed, threads)) {
    std::cout << "stopped before the faces were drawn; " << go_on << "\n";
    return;
  }
  open_data(session, data);
  Trainer trainer(*session.recipe, session.table, session.run, *session.data, folder, step);
  if (trainer.run() == RunEnd::stopped) {
    std::cout << "stopped after step " << trainer.step() << " of " << session.run.steps << "; "
              << go_on << "\n";
  } else {
    std::cout << "finished " << session.run.steps << " steps: " << folder.weights().string()
              << "\n";
  }
}

// From here on `--resume --out DIR` is enough, whatever happens.
void train_from_the_start(Session& session, const RunFolder& folder, const CommonOptions& common) {
  print_session(session, common, folder.path().string());
  save_checkpoint(folder, *session.recipe, {session.recipe->name(), session.table.json(), 0});
  train(session, folder, 0, common.threads);
}

// What can be wrong shows before the run's folder exists or changes.
void prepare_start(Session& session, const SessionRequest& request) {
  const auto data = data_folder(session, request.out);
  make_networks(session);
  load_initial_weights(session);
  if (!session.run.synthetic) open_data(session, data);
}

void start(const SessionRequest& request, const CommonOptions& common) {
  Session session(request.model);
  apply_settings(session, request);
  if (request.describe) return describe(session);
  if (!request.graph.empty()) return draw_graph(session, request.graph);
  prepare_start(session, request);
  train_from_the_start(session, RunFolder::create(request.out), common);
}

void resume_without_checkpoint(const SessionRequest& request, const RunFolder& folder,
                               const CommonOptions& common) {
  if (request.model.empty()) {
    throw UsageError(request.out +
                     " holds no checkpoint: to start there at step 0, give MODEL and its options");
  }
  note(request.out + ": no checkpoint yet, starting at step 0");
  Session session(request.model);
  apply_settings(session, request);
  prepare_start(session, request);
  train_from_the_start(session, folder, common);
}

void resume(const SessionRequest& request, const CommonOptions& common) {
  const RunFolder folder = RunFolder::resume(request.out);
  if (!folder.has_checkpoint()) return resume_without_checkpoint(request, folder, common);
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
