#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>

#include "apps/common.h"
#include "apps/dataset_commands.h"
#include "apps/neural_styles.h"
#include "cpu/context.h"
#include "data/degraded_photos.h"
#include "data/sketched_photos.h"
#include "data/tiny_faces.h"
#include "training/progress.h"

namespace mien {
namespace {

struct PortraitsCommand {
  CommonOptions common;
  std::string faces, out;
  std::string outside = "black";
  bool degrade = false, sketch = false, tiny = false;
  NeuralStyleOptions neural;
};

// The styles portraits are made in, and how, for people.
struct StyleChoice {
  std::vector<PortraitStyle> styles;
  std::string painted_by;
};

StyleChoice choose_styles(const PortraitsCommand& options, Index face_size) {
  const NeuralStyleOptions& neural = options.neural;
  const bool plain = neural.files.empty() && neural.unseen.empty() && neural.size == 0;
  if (options.tiny) {
    if (!plain || options.degrade || options.sketch) {
      throw UsageError("--tiny makes tiny faces, without styles, --degrade and --sketch");
    }
    return {tiny_face_styles(),
            text("reduction to ", face_size / kTinyFactor, "x", face_size / kTinyFactor)};
  }
  if (options.degrade) {
    if (!plain || options.sketch) {
      throw UsageError("--degrade makes photographs of poor quality, without styles");
    }
    return {degraded_photo_styles(), "degradation"};
  }
  if (options.sketch) {
    if (!plain) throw UsageError("--sketch makes pencil drawings, without other styles");
    return {sketched_photo_styles(), "a pencil"};
  }
  if (!neural.files.empty()) {
    const Index size = neural.size > 0 ? neural.size : 2 * face_size;
    return {neural_portrait_styles(neural, face_size), text("style networks at ", size, "x", size)};
  }
  if (!neural.unseen.empty() || neural.size > 0) {
    throw UsageError("--unseen and --style-size go with --style");
  }
  return {painted_portrait_styles(), "procedural styles"};
}

std::string names_of(const std::vector<PortraitStyle>& styles, bool seen) {
  std::string names;
  for (const PortraitStyle& style : styles) {
    if (style.seen == seen) names += (names.empty() ? "" : ", ") + style.name;
  }
  return names.empty() ? "none" : names;
}

void run_portraits(const PortraitsCommand& options) {
  const Dataset faces(options.faces);
  const auto [styles, painted_by] = choose_styles(options, faces.size());
  PortraitsOptions making{
      .seed = options.common.seed, .threads = options.common.threads, .painted_by = painted_by};
  if (options.degrade || options.sketch) making.misalign = no_misalignment();
  making.first_photo = options.tiny;
  if (options.outside == "replicate") making.misalign.warp.border = Border::replicate;
  print_configuration(
      "mien-dataset portraits",
      {{"faces", text(options.faces, ": ", faces.face_count(), " of ", faces.manifest().identities,
                      " people, ", faces.size(), "x", faces.size())},
       {"seen styles", names_of(styles, true)},
       {"unseen styles", names_of(styles, false)},
       {"painted by", painted_by},
       {"target", making.first_photo ? "each person's first photo" : "the photo portrayed"},
       {"misalignment", description_of(making.misalign)},
       {"seed", text(options.common.seed)},
       {"threads", text(options.common.threads)},
       {"out", options.out}});
  cpu::set_threads(1);  // the threads paint a face each
  StepProgress progress(0, faces.face_count());
  const auto start = std::chrono::steady_clock::now();
  const Manifest made = make_portraits(faces, styles, making, options.out, report_to(progress));
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
  print_made(options.out, made);
  std::fprintf(stderr, "%s, %.1f portraits per second\n", duration_text(seconds.count()).c_str(),
               double(made.portrait_count()) / seconds.count());
}

}  // namespace

void add_portraits_command(CLI::App& app, Work& work) {
  const auto options = std::make_shared<PortraitsCommand>();
  CLI::App* command = app.add_subcommand("portraits", "Paint portraits of the faces of a data set");
  command->add_option("--faces", options->faces, "Folder of a data set of faces")->required();
  command
      ->add_option("--style", options->neural.files,
                   "Weights of style networks to paint with, in place of the procedural styles; "
                   "FILE:PICTURE for one that paints like a picture")
      ->type_name("FILE");
  command
      ->add_option("--unseen", options->neural.unseen,
                   "Styles to keep from training; without it all but candy, feathers and "
                   "the_scream, or but the first three")
      ->type_name("NAME");
  command
      ->add_option("--style-size", options->neural.size,
                   "Side in pixels the style networks paint at; without it twice the faces'")
      ->check(CLI::Range(Index{8}, Index{2048}));
  command->add_flag("--degrade", options->degrade,
                    "Photographs of poor quality, not moved, in place of paintings: for gfrnet");
  command->add_flag("--sketch", options->sketch,
                    "Pencil drawings with their parsings, not moved, in place of paintings: for "
                    "isegan");
  command->add_flag("--tiny", options->tiny,
                    "Moved faces at an eighth of their size, whose targets are each person's first "
                    "photo, in place of paintings: for tann, of faces made with --turned");
  command->add_option("--outside", options->outside, "What turning brings in: black or replicate")
      ->check(CLI::IsMember({"black", "replicate"}))
      ->capture_default_str();
  add_seed_option(*command, options->common);
  add_threads_option(*command, options->common);
  command->add_option("--out", options->out, "Folder of the data set to make")->required();
  command->callback([options, &work] { work = [options] { run_portraits(*options); }; });
}

}  // namespace mien
