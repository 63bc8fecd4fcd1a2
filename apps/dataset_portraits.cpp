#include <CLI/CLI.hpp>

#include "apps/dataset_commands.h"
#include "apps/neural_styles.h"
#include "apps/portrait_command.h"
#include "apps/program.h"

namespace mien {
namespace {

struct PaintCommand : PortraitCommand {
  NeuralStyleOptions neural;
};

PortraitMaking painting(const NeuralStyleOptions& neural, Index face_size) {
  PortraitMaking making = portrait_making(PortraitKind::painted);
  if (!neural.files.empty()) {
    const Index size = neural.size > 0 ? neural.size : 2 * face_size;
    making.styles = neural_portrait_styles(neural, face_size);
    making.options.painted_by = text("style networks at ", size, "x", size);
  } else if (!neural.unseen.empty() || neural.size > 0) {
    throw UsageError("--unseen and --style-size go with --style");
  }
  return making;
}

void run_portraits(const PaintCommand& options) {
  const Dataset faces(options.faces);
  run_portrait_command("portraits", options, faces, painting(options.neural, faces.size()));
}

void add_style_options(CLI::App& command, NeuralStyleOptions& neural) {
  command
      .add_option("--style", neural.files,
                  "Weights of style networks to paint with, in place of the procedural styles; "
                  "FILE:PICTURE for one that paints like a picture")
      ->type_name("FILE");
  command
      .add_option("--unseen", neural.unseen,
                  "Styles to keep from training; without it all but candy, feathers and "
                  "the_scream, or but the first three")
      ->type_name("NAME");
  command
      .add_option("--style-size", neural.size,
                  "Side in pixels the style networks paint at; without it twice the faces'")
      ->check(CLI::Range(Index{8}, Index{2048}));
}

}  // namespace

void add_portraits_command(CLI::App& app, Work& work) {
  const auto options = std::make_shared<PaintCommand>();
  CLI::App* command = app.add_subcommand("portraits", "Paint portraits of the faces of a data set");
  add_portrait_options(*command, *options);
  add_style_options(*command, options->neural);
  add_outside_option(*command, *options);
  command->callback([options, &work] { work = [options] { run_portraits(*options); }; });
}

}  // namespace mien
