#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>

#include "apps/common_options.h"
#include "apps/dataset_commands.h"
#include "apps/program.h"
#include "data/import_images.h"
#include "training/progress.h"

namespace mien {
namespace {

struct ImportCommand {
  CommonOptions common;
  ImportOptions import;
  std::string images, layout, out;
  std::vector<std::string> without, pair;
  Index limit = 0;  // 0: none
};

ImageFolder read_layout(const ImportCommand& options) {
  if (options.layout == "celeba") return read_celeba_folder(options.images, options.without);
  if (options.layout == "identities") return read_identity_folders(options.images);
  return read_flat_folder(options.images);
}

ImagePairs read_pairs(const ImportCommand& options) {
  if (options.layout == "paired") return read_paired_folders(options.images);
  if (options.layout != "pairs") return {};
  return read_pair_list(options.images, options.pair[0], options.pair[1]);
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

void run_import(ImportCommand& options) {
  const bool listed = options.layout == "pairs", paired = listed || options.layout == "paired";
  if (!options.without.empty() && options.layout != "celeba") {
    throw UsageError("--without needs --layout celeba, whose lists name attributes");
  }
  if (options.pair.size() != (listed ? 2u : 0u)) {
    throw UsageError("--layout pairs needs --pair INPUT,TARGET, which no other layout takes");
  }
  if (options.limit > 0 && paired) throw UsageError("--limit does not go with pairs");
  const ImagePairs pairs = read_pairs(options);
  ImageFolder images = paired ? pairs.inputs : read_layout(options);
  if (options.limit > 0) images = first_images(images, options.limit);
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

}  // namespace

void add_import_command(CLI::App& app, Work& work) {
  const auto options = std::make_shared<ImportCommand>();
  CLI::App* command = app.add_subcommand("import", "Make a data set of PNG and JPEG files");
  command->add_option("--images", options->images, "Folder of images")->required();
  command
      ->add_option("--layout", options->layout,
                   "celeba: one folder with lists; identities: a folder for each person; flat: "
                   "each image another person; paired: a/NAME becomes a portrait of b/NAME; pairs: "
                   "pairs.tsv lists portraits and faces, see --pair")
      ->required()
      ->check(CLI::IsMember({"celeba", "identities", "flat", "paired", "pairs"}));
  add_crop_option(*command, options->import.crop);
  command->add_option("--size", options->import.size, "Height and width to make")
      ->check(CLI::Range(Index{1}, Index{4096}))
      ->capture_default_str();
  command
      ->add_option("--without", options->without,
                   "CelebA attributes to leave out, such as Blurry,Eyeglasses,Wearing_Hat")
      ->delimiter(',');
  command
      ->add_option("--pair", options->pair,
                   "Columns of pairs.tsv with portraits and faces, such as sketch,photo")
      ->delimiter(',')
      ->type_name("INPUT,TARGET");
  command->add_option("--limit", options->limit, "Take only the first N images")
      ->check(CLI::Range(Index{1}, Index{100'000'000}))
      ->type_name("N");
  command->add_option("--max-bad", options->import.max_bad, "Share of images that may be unusable")
      ->check(CLI::Range(0.0, 1.0))
      ->capture_default_str();
  add_threads_option(*command, options->common);
  command->add_option("--out", options->out, "Folder of the data set to make")->required();
  command->callback([options, &work] { work = [options] { run_import(*options); }; });
}

}  // namespace mien
