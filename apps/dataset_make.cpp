#include <CLI/CLI.hpp>
#include <cstdio>

#include "apps/common_options.h"
#include "apps/dataset_commands.h"
#include "apps/program.h"
#include "training/progress.h"

namespace mien {
namespace {

struct FacesCommand {
  CommonOptions common;
  FacesOptions faces;
  std::string out;
};

void run_faces(FacesCommand& options) {
  FacesOptions& faces = options.faces;
  faces.seed = options.common.seed;
  faces.threads = options.common.threads;
  print_configuration("mien-dataset faces", {{"count", text(faces.count)},
                                             {"per identity", text(faces.per_identity)},
                                             {"turned", faces.turned ? "yes" : "no"},
                                             {"size", text(faces.size)},
                                             {"seed", text(faces.seed)},
                                             {"threads", text(faces.threads)},
                                             {"out", options.out}});
  StepProgress progress(0, faces.count);
  print_made(options.out, make_faces(faces, options.out, report_to(progress)));
}

}  // namespace

ProgressReport report_to(StepProgress& progress) {
  return [&](Index done, Index total) {
    progress.update(done, 1, 0, {});
    if (done == total) progress.finish();
  };
}

void print_made(const std::string& folder, const Manifest& manifest) {
  std::printf("%s: %ld faces of %ld people", folder.c_str(), long(manifest.face_count()),
              long(manifest.people()));
  if (manifest.kind == DatasetKind::portraits) {
    std::printf(", %ld portraits in %zu styles", long(manifest.portrait_count()),
                manifest.styles.size());
  }
  std::printf(", %ldx%ld\n", long(manifest.size), long(manifest.size));
}

void add_faces_command(CLI::App& app, Work& work) {
  const auto options = std::make_shared<FacesCommand>();
  CLI::App* command = app.add_subcommand("faces", "Draw synthetic faces");
  command->add_option("--count", options->faces.count, "Images")
      ->required()
      ->check(CLI::Range(Index{1}, Index{100'000'000}));
  command->add_option("--per-identity", options->faces.per_identity, "Images of each person")
      ->check(CLI::Range(Index{1}, Index{1'000'000}))
      ->capture_default_str();
  command->add_flag("--turned", options->faces.turned,
                    "Each person's images are one photo from up to five sides, the frontal one "
                    "first; then: tiny");
  command->add_option("--size", options->faces.size, "Height and width in pixels")
      ->check(CLI::Range(Index{8}, Index{2048}))
      ->capture_default_str();
  add_seed_option(*command, options->common);
  add_threads_option(*command, options->common);
  command->add_option("--out", options->out, "Folder of the data set to make")->required();
  command->callback([options, &work] { work = [options] { run_faces(*options); }; });
}

}  // namespace mien
