#include "apps/session.h"

#include "apps/program.h"
#include "data/sample_fields.h"
#include "models/catalogue.h"
#include "training/environment.h"

namespace mien {

Session::Session(const std::string& model) : recipe(make_recipe(model)) {
  run.size = recipe->usual_size();
  if (recipe->portraits() != PortraitKind::painted) run.repaint = 0;
  declare(table, run);
  recipe->declare(table);
}

void apply_settings(Session& session, const SessionRequest& request) {
  if (request.recipe == "paper") {
    session.table.read_toml(session.recipe->preset("paper"), "preset paper");
  } else if (!request.recipe.empty()) {
    session.table.read_toml_file(request.recipe);
  }
  for (const auto& [option, value, flag] : request.settings) {
    session.table.set(option, value, flag);
  }
  for (const auto& assignment : request.assignments) session.table.set(assignment);
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

void build_networks(Session& session, Device device) {
  session.recipe->build(session.run.size);
  session.recipe->to(device);
}

void make_networks(Session& session, Device device) {
  build_networks(session, device);
  session.recipe->initialize(session.run.seed);
  session.recipe->prepare_training();
}

std::filesystem::path data_folder(const Session& session, const std::filesystem::path& out) {
  if (session.run.synthetic == !session.run.data.empty()) {
    throw UsageError("give either --data DIR or --synthetic");
  }
  return session.run.synthetic ? out / "data" : std::filesystem::path(session.run.data);
}

void open_data(Session& session, const std::filesystem::path& folder) {
  if (session.data) return;
  session.data.emplace(folder);
  check(session.data->size() == session.run.size, "--size is ", session.run.size,
        " but the images in ", folder.string(), " have size ", session.data->size());
  check(!session.data->portraits_in(Split::train, StyleGroup::seen).empty(), folder.string(),
        ": expected portraits of training people, found none (mien-dataset portraits makes them)");
  FieldReader(*session.data, session.recipe->fields());  // or says what is missing
}

}  // namespace mien
