#include "apps/training_session.h"

#include <iostream>

#include "apps/program.h"
#include "apps/session.h"
#include "apps/synthetic_data.h"
#include "cpu/context.h"
#include "tensor/atomic_file.h"
#include "training/checkpoint.h"
#include "training/describe.h"
#include "training/run_settings.h"
#include "training/trainer.h"

namespace mien {
namespace {

void check_request(const SessionRequest& request) {
  const auto needs = [](bool holds, const char* message) {
    if (!holds) throw UsageError(message);
  };
  needs(request.resume || !request.model.empty(), "name a MODEL; --list shows them");
  needs(request.describe || !request.graph.empty() || !request.out.empty(),
        "--out DIR is needed: the folder of the run");
  const bool looks = request.describe || !request.graph.empty();
  needs(!request.resume || !looks, "--resume trains; --describe and --graph look at a MODEL");
  needs(!request.describe || request.graph.empty(), "give --describe or --graph, not both");
}

void note(const std::string& line) { std::cerr << line << "\n"; }

void describe(Session& session) {
  std::cout << session.table.describe() << "\n";
  make_networks(session, kCpu);
  std::cout << stage_table(*session.recipe, session.run.size);
}

void draw_graph(Session& session, const std::string& path) {
  check_can_write(path);
  make_networks(session, kCpu);
  write_file(path, step_graph(*session.recipe, session.run.size));
  std::cout << path << "\n";
}

// What --resume has to be told again of how a card is to compute.
std::string card_flags(const CommonOptions& common) {
  std::string flags;
  if (common.precision != cuda::Precision::fp32) {
    flags += " --precision " + to_string(common.precision);
  }
  if (common.deterministic) flags += " --deterministic";
  if (common.no_graphs) flags += " --no-graphs";
  return flags;
}

void train(Session& session, const RunFolder& folder, Index step, const CommonOptions& common,
           const StopSignal& stop) {
  cpu::context().exact = session.run.exact;
  const auto data = data_folder(session, folder.path());
  const std::string go_on = "go on with: mien-train --resume --out " +
                            shell_word(folder.path().string()) + card_flags(common);
  if (session.run.synthetic &&
      !make_synthetic_portraits(data, session.recipe->portraits(), session.run.size,
                                session.run.seed, common.threads, stop)) {
    std::cout << "stopped before the faces were drawn; " << go_on << "\n";
    return;
  }
  open_data(session, data);
  Trainer trainer(*session.recipe, session.table, session.run, *session.data, folder, step);
  if (trainer.run(stop) == RunEnd::stopped) {
    std::cout << "stopped after step " << trainer.step() << " of " << session.run.steps << "; "
              << go_on << "\n";
  } else {
    std::cout << "finished " << session.run.steps << " steps: " << folder.weights().string()
              << "\n";
  }
}

void save_settings(const Session& session, const RunFolder& folder) {
  save_run_settings(folder, {session.recipe->name(), session.table.json()});
}

// From here on `--resume --out DIR` is enough, whatever happens.
void train_from_the_start(Session& session, const RunFolder& folder, const CommonOptions& common) {
  const StopSignal stop;
  print_session(session, common, folder.path().string());
  save_settings(session, folder);
  save_checkpoint(folder, *session.recipe,
                  {session.recipe->name(), session.table.training_json(), 0});
  train(session, folder, 0, common, stop);
}

void load_initial_weights(Session& session) {
  if (session.run.init.empty()) return;
  for (const auto& name : load_networks(*session.recipe, session.run.init)) {
    note("starting from the weights of " + name + " in " + session.run.init);
  }
}

// What can be wrong shows before the run's folder exists or changes.
void check_data(Session& session, const std::filesystem::path& out) {
  const auto data = data_folder(session, out);
  if (!session.run.synthetic) open_data(session, data);
}

void prepare_start(Session& session, const SessionRequest& request, Device device) {
  check_data(session, request.out);
  make_networks(session, device);
  load_initial_weights(session);
}

void start(const SessionRequest& request, const CommonOptions& common) {
  Session session(request.model);
  apply_settings(session, request);
  if (request.describe) return describe(session);
  if (!request.graph.empty()) return draw_graph(session, request.graph);
  prepare_start(session, request, common.computes_on);
  train_from_the_start(session, RunFolder::create(request.out), common);
}

// The flags, and what the run was asked for before.
void apply_kept(Session& session, const SessionRequest& request, const RunFolder& folder,
                const std::optional<RunSettings>& kept) {
  apply_settings(session, request);
  if (kept) session.table.resume(kept->options, folder.settings().string());
}

void check_goal_is_known(const Session& session, const RunFolder& folder) {
  if (session.table.find("steps").source != "default") return;
  throw UsageError(
      folder.settings().string() +
      " is missing: to go on without it, give --data DIR or --synthetic, and --steps N");
}

void check_model(const SessionRequest& request, const std::string& model,
                 const std::filesystem::path& file) {
  check(request.model.empty() || request.model == model, "model is ", model, " in ", file.string(),
        ", ", request.model, " on the command line");
}

void resume_without_checkpoint(const SessionRequest& request, const RunFolder& folder,
                               const std::optional<RunSettings>& kept,
                               const CommonOptions& common) {
  if (kept) check_model(request, kept->model, folder.settings());
  note(request.out + ": no checkpoint yet, starting at step 0");
  Session session(kept ? kept->model : request.model);
  apply_kept(session, request, folder, kept);
  prepare_start(session, request, common.computes_on);
  train_from_the_start(session, folder, common);
}

// A folder named by mistake stays as it is.
void check_holds_run(const SessionRequest& request) {
  if (!request.model.empty() || !std::filesystem::is_directory(request.out)) return;
  if (!RunFolder::holds_run(request.out)) {
    throw UsageError(request.out +
                     " holds no checkpoint: to start there at step 0, give MODEL and its options");
  }
}

void resume(const SessionRequest& request, const CommonOptions& common) {
  check_holds_run(request);
  const RunFolder folder = RunFolder::resume(request.out);
  const auto kept = read_run_settings(folder);
  if (!folder.has_checkpoint()) return resume_without_checkpoint(request, folder, kept, common);
  const LoadedCheckpoint checkpoint = read_newest_checkpoint(folder, note);
  check_model(request, checkpoint.info.recipe, checkpoint.path);
  Session session(checkpoint.info.recipe);
  apply_kept(session, request, folder, kept);
  session.table.resume(checkpoint.info.options, checkpoint.path.string());
  check_goal_is_known(session, folder);
  check_data(session, folder.path());
  build_networks(session, common.computes_on);
  session.recipe->prepare_training();
  restore(*session.recipe, checkpoint, true);
  const StopSignal stop;
  print_session(session, common, request.out);
  note(text("going on from step ", checkpoint.info.step, " of ", checkpoint.path.string()));
  save_settings(session, folder);
  train(session, folder, checkpoint.info.step, common, stop);
}

}  // namespace

void run_session(const SessionRequest& request, CommonOptions& common) {
  check_request(request);
  apply_common_options(common);
  request.resume ? resume(request, common) : start(request, common);
}

}  // namespace mien
