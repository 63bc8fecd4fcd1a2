// mien-dataset: makes data sets, looks at them, and checks them.

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <filesystem>

#include "apps/common.h"
#include "data/check_dataset.h"
#include "data/contact_sheet.h"
#include "data/image_io.h"
#include "data/import_images.h"
#include "data/make_faces.h"
#include "data/make_portraits.h"
#include "training/progress.h"

namespace {

using namespace mien;

struct Options {
  CommonOptions common;
  FacesOptions faces;
  ImportOptions import;
  std::string images, layout;
  std::vector<std::string> without;
  std::string faces_folder, folder, out;
  std::string outside = "black";
  Index sheet_count = 24;
};

// The styles portraits are made in.
std::vector<PortraitStyle> portrait_styles() { return painted_portrait_styles(); }

ProgressReport report_to(StepProgress& progress) {
  return [&](Index done, Index total) {
    progress.update(done, 1, 0, {});
    if (done == total) progress.finish();
  };
}

void print_made(const std::string& folder, const Manifest& manifest) {
  std::printf("%s: %ld faces of %ld people", folder.c_str(), long(manifest.face_count()),
              long(manifest.identities));
  if (manifest.kind == DatasetKind::portraits) {
    std::printf(", %ld portraits in %zu styles", long(manifest.portrait_count()),
                manifest.styles.size());
  }
  std::printf(", %ldx%ld\n", long(manifest.size), long(manifest.size));
}

void run_faces(Options& options) {
  options.faces.seed = options.common.seed;
  options.faces.threads = options.common.threads;
  print_configuration("mien-dataset faces", {{"count", text(options.faces.count)},
                                             {"per identity", text(options.faces.per_identity)},
                                             {"size", text(options.faces.size)},
                                             {"seed", text(options.common.seed)},
                                             {"threads", text(options.common.threads)},
                                             {"out", options.out}});
  StepProgress progress(0, options.faces.count);
  print_made(options.out, make_faces(options.faces, options.out, report_to(progress)));
}

std::string names_of(const std::vector<PortraitStyle>& styles, bool seen) {
  std::string names;
  for (const PortraitStyle& style : styles) {
    if (style.seen == seen) names += (names.empty() ? "" : ", ") + style.name;
  }
  return names.empty() ? "none" : names;
}

void run_portraits(const Options& options) {
  const Dataset faces(options.faces_folder);
  const std::vector<PortraitStyle> styles = portrait_styles();
  PortraitsOptions making{.seed = options.common.seed, .threads = options.common.threads};
  if (options.outside == "replicate") making.misalign.warp.border = Border::replicate;
  print_configuration(
      "mien-dataset portraits",
      {{"faces", text(options.faces_folder, ": ", faces.face_count(), " of ",
                      faces.manifest().identities, " people, ", faces.size(), "x", faces.size())},
       {"seen styles", names_of(styles, true)},
       {"unseen styles", names_of(styles, false)},
       {"misalignment", description_of(making.misalign)},
       {"seed", text(options.common.seed)},
       {"threads", text(options.common.threads)},
       {"out", options.out}});
  StepProgress progress(0, faces.face_count());
  print_made(options.out, make_portraits(faces, styles, making, options.out, report_to(progress)));
}

ImageFolder read_layout(const Options& options) {
  if (options.layout == "celeba") return read_celeba_folder(options.images, options.without);
  if (options.layout == "identities") return read_identity_folders(options.images);
  return read_flat_folder(options.images);
}

// Whatever is left out is named, on stderr in short and in the manifest in full.
void print_skipped(const Manifest& manifest) {
  constexpr std::size_t kShown = 5;
  const auto& skipped = manifest.skipped;
  for (std::size_t i = 0; i < std::min(kShown, skipped.size()); ++i) {
    std::fprintf(stderr, "left out %s: %s\n", skipped[i].file.c_str(), skipped[i].reason.c_str());
  }
  if (skipped.size() > kShown) {
    std::fprintf(stderr, "left out %zu more: see %s\n", skipped.size() - kShown, kManifestName);
  }
}

void run_import(Options& options) {
  const bool paired = options.layout == "paired";
  if (!options.without.empty() && options.layout != "celeba") {
    throw UsageError("--without needs --layout celeba, whose lists name attributes");
  }
  const ImagePairs pairs = paired ? read_paired_folders(options.images) : ImagePairs{};
  const ImageFolder images = paired ? pairs.inputs : read_layout(options);
  ImportOptions& import = options.import;
  import.threads = options.common.threads;
  const std::string crop = import.crop ? text(*import.crop) : "the centre square";
  import.source = text(options.layout, " images, cropped to ", crop);
  print_configuration("mien-dataset import",
                      {{"images", text(options.images, ": ", images.images.size(), " of ",
                                       images.identities, " people")},
                       {"left out", text(images.filtered, " by attribute, ", images.other_files,
                                         " files of other kinds")},
                       {"crop", crop},
                       {"size", text(import.size)},
                       {"max bad", text(import.max_bad)},
                       {"threads", text(import.threads)},
                       {"out", options.out}});
  StepProgress progress(0, static_cast<Index>(images.images.size()));
  const Manifest made = paired ? import_pairs(pairs, import, options.out, report_to(progress))
                               : import_faces(images, import, options.out, report_to(progress));
  print_skipped(made);
  print_made(options.out, made);
}

void run_check(const Options& options) {
  constexpr std::size_t kShown = 5;
  const DatasetReport report = check_dataset(options.folder);
  const auto print = [](const char* title, const std::string& line) {
    std::printf("%-10s%s\n", title, line.c_str());
  };
  for (const std::string& line : report.expected) print("expected", line);
  for (const std::string& line : report.found) print("found", line);
  for (std::size_t i = 0; i < std::min(kShown, report.problems.size()); ++i) {
    print("problem", report.problems[i]);
  }
  if (report.good()) return print("good", "every shard is whole and fits the manifest");
  const std::size_t more = report.problems.size() - 1;
  throw DatasetError(report.problems.front() + (more ? text(" (and ", more, " more)") : ""));
}

void run_sheet(const Options& options) {
  write_png(options.out, contact_sheet(Dataset(options.folder), options.sheet_count));
  std::printf("%s\n", options.out.c_str());
}

void add_out_option(CLI::App& command, Options& options, const char* what) {
  command.add_option("--out", options.out, what)->required();
}

CLI::App* add_faces(CLI::App& app, Options& options) {
  CLI::App* command = app.add_subcommand("faces", "Draw synthetic faces");
  command->add_option("--count", options.faces.count, "Images")
      ->required()
      ->check(CLI::Range(Index{1}, Index{100'000'000}));
  command->add_option("--per-identity", options.faces.per_identity, "Images of each person")
      ->check(CLI::Range(Index{1}, Index{1'000'000}))
      ->capture_default_str();
  command->add_option("--size", options.faces.size, "Height and width in pixels")
      ->check(CLI::Range(Index{8}, Index{2048}))
      ->capture_default_str();
  add_seed_option(*command, options.common);
  add_threads_option(*command, options.common);
  add_out_option(*command, options, "Folder of the data set to make");
  return command;
}

CLI::App* add_portraits(CLI::App& app, Options& options) {
  CLI::App* command = app.add_subcommand("portraits", "Paint portraits of the faces of a data set");
  command->add_option("--faces", options.faces_folder, "Folder of a data set of faces")->required();
  command->add_option("--outside", options.outside, "What turning brings in: black or replicate")
      ->check(CLI::IsMember({"black", "replicate"}))
      ->capture_default_str();
  add_seed_option(*command, options.common);
  add_threads_option(*command, options.common);
  add_out_option(*command, options, "Folder of the data set to make");
  return command;
}

CLI::App* add_import(CLI::App& app, Options& options) {
  CLI::App* command = app.add_subcommand("import", "Make a data set of PNG and JPEG files");
  command->add_option("--images", options.images, "Folder of images")->required();
  command
      ->add_option("--layout", options.layout,
                   "celeba: one folder with lists; identities: a folder for each person; flat: "
                   "each image another person; paired: a/NAME becomes a portrait of b/NAME")
      ->required()
      ->check(CLI::IsMember({"celeba", "identities", "flat", "paired"}));
  add_crop_option(*command, options.import.crop);
  command->add_option("--size", options.import.size, "Height and width to make")
      ->check(CLI::Range(Index{1}, Index{4096}))
      ->capture_default_str();
  command
      ->add_option("--without", options.without,
                   "CelebA attributes to leave out, such as Blurry,Eyeglasses,Wearing_Hat")
      ->delimiter(',');
  command->add_option("--max-bad", options.import.max_bad, "Share of images that may be unusable")
      ->check(CLI::Range(0.0, 1.0))
      ->capture_default_str();
  add_threads_option(*command, options.common);
  add_out_option(*command, options, "Folder of the data set to make");
  return command;
}

CLI::App* add_check(CLI::App& app, Options& options) {
  CLI::App* command = app.add_subcommand("check", "Compare a data set with its manifest");
  command->add_option("DIR", options.folder, "Folder of a data set")->required();
  return command;
}

CLI::App* add_sheet(CLI::App& app, Options& options) {
  CLI::App* command = app.add_subcommand("sheet", "Write a picture of what a data set holds");
  command->add_option("DIR", options.folder, "Folder of a data set")->required();
  command->add_option("--count", options.sheet_count, "Faces to show")
      ->check(CLI::Range(1, 10'000))
      ->capture_default_str();
  add_out_option(*command, options, "PNG file to write");
  return command;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Makes data sets of faces and portraits, looks at them, and checks them");
  app.require_subcommand(1);
  Options options;
  const CLI::App* faces = add_faces(app, options);
  const CLI::App* portraits = add_portraits(app, options);
  const CLI::App* import = add_import(app, options);
  const CLI::App* check = add_check(app, options);
  add_sheet(app, options);
  return run_program(app, argc, argv, [&] {
    if (faces->parsed()) return run_faces(options);
    if (portraits->parsed()) return run_portraits(options);
    if (import->parsed()) return run_import(options);
    if (check->parsed()) return run_check(options);
    run_sheet(options);
  });
}
