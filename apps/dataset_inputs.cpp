#include <CLI/CLI.hpp>

#include "apps/dataset_commands.h"
#include "apps/portrait_command.h"

namespace mien {
namespace {

// A command whose portraits are not paintings and know no styles to choose from.
void add_command(CLI::App& app, Work& work, const std::string& name, PortraitKind kind,
                 const std::string& description) {
  const auto options = std::make_shared<PortraitCommand>();
  CLI::App* command = app.add_subcommand(name, description);
  add_portrait_options(*command, *options);
  if (kind == PortraitKind::tiny) add_outside_option(*command, *options);
  command->callback([options, name, kind, &work] {
    work = [options, name, kind] {
      run_portrait_command(name, *options, Dataset(options->faces), portrait_making(kind));
    };
  });
}

}  // namespace

void add_sketches_command(CLI::App& app, Work& work) {
  add_command(
      app, work, "sketches", PortraitKind::sketched,
      "Draw the faces of a data set, and their parsings, in pencil: for isegan, scagan and chan");
}

void add_degrade_command(CLI::App& app, Work& work) {
  add_command(app, work, "degrade", PortraitKind::degraded,
              "Make photographs of poor quality of the faces of a data set: for gfrnet");
}

void add_tiny_command(CLI::App& app, Work& work) {
  add_command(app, work, "tiny", PortraitKind::tiny,
              "Move faces and reduce them to an eighth of their size, opposite each person's first "
              "photo: for tann, of faces made with --turned");
}

}  // namespace mien
