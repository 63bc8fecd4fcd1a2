// mien-dataset: makes data sets, looks at them, and checks them.

#include <CLI/CLI.hpp>

#include "apps/dataset_commands.h"
#include "apps/program.h"

int main(int argc, char** argv) {
  CLI::App app("Makes data sets of faces and portraits, looks at them, and checks them");
  app.require_subcommand(0, 1);
  mien::Work work;
  mien::add_faces_command(app, work);
  mien::add_portraits_command(app, work);
  mien::add_sketches_command(app, work);
  mien::add_degrade_command(app, work);
  mien::add_tiny_command(app, work);
  mien::add_import_command(app, work);
  mien::add_parse_command(app, work);
  mien::add_landmarks_command(app, work);
  mien::add_guides_command(app, work);
  mien::add_resize_command(app, work);
  mien::add_check_command(app, work);
  mien::add_sheet_command(app, work);
  return mien::run_program(app, argc, argv, [&] {
    if (!work) throw mien::UsageError("name a command, such as faces; --help lists them");
    work();
  });
}
