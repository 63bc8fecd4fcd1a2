#include <CLI/CLI.hpp>

#include "apps/common_options.h"
#include "apps/dataset_commands.h"
#include "apps/face_networks.h"
#include "apps/program.h"
#include "cpu/context.h"
#include "data/guides.h"
#include "data/resize_dataset.h"
#include "training/progress.h"

namespace mien {
namespace {

// What the commands that make a data set of another one have in common.
struct RewriteCommand {
  CommonOptions common;
  std::string data, weights, out;
  Index size = 0;
};

CLI::App* add_command(CLI::App& app, RewriteCommand& options, const std::string& name,
                      const std::string& description) {
  CLI::App* command = app.add_subcommand(name, description);
  command->add_option("--data", options.data, "Folder of a data set")->required();
  add_threads_option(*command, options.common);
  command->add_option("--out", options.out, "Folder of the data set to make")->required();
  return command;
}

void run(const std::string& name, const RewriteCommand& options, const Dataset& dataset,
         const Rewriting& rewriting, const Configuration& more) {
  Configuration lines = {
      {"data", text(options.data, ": ", dataset.face_count(), " faces, ", dataset.portrait_count(),
                    " portraits, ", dataset.size(), "x", dataset.size())}};
  lines.insert(lines.end(), more.begin(), more.end());
  lines.insert(lines.end(), {{"threads", text(options.common.threads)}, {"out", options.out}});
  print_configuration("mien-dataset " + name, lines);
  cpu::set_threads(1);  // the threads see to an image each
  StepProgress progress(0, dataset.face_count() + dataset.portrait_count());
  print_made(options.out, rewrite_dataset(dataset, rewriting, options.out, options.common.threads,
                                          report_to(progress)));
}

std::string file_name(const std::string& path) {
  return std::filesystem::path(path).filename().string();
}

void run_parse(const RewriteCommand& options) {
  const Dataset dataset(options.data);
  const FaceFinding parsing = load_parsing(options.weights);
  const auto parsed = [&](const KnownImage& known) {
    KnownImage result = known;
    result.labels.parsing = parsing(known.image);
    return result;
  };
  Rewriting rewriting{dataset.manifest(),
                      [&](const KnownImage& face, Index) { return parsed(face); }, parsed};
  rewriting.manifest.has_parsing = true;
  rewriting.manifest.has_portrait_parsing = dataset.portrait_count() > 0;
  rewriting.manifest.source += "; parsed by " + file_name(options.weights);
  run("parse", options, dataset, rewriting, {{"parser", options.weights}});
}

void run_landmarks(const RewriteCommand& options) {
  const Dataset dataset(options.data);
  const FaceFinding landmarks = load_landmarks(options.weights);
  Rewriting rewriting{dataset.manifest(), [&](const KnownImage& face, Index) {
                        KnownImage result = face;
                        result.labels.landmarks = landmarks(face.image);
                        return result;
                      }};
  rewriting.manifest.has_landmarks = true;
  rewriting.manifest.source += "; landmarks by " + file_name(options.weights);
  run("landmarks", options, dataset, rewriting, {{"landmarks by", options.weights}});
}

void run_guides(const RewriteCommand& options) {
  const Dataset dataset(options.data);
  const std::vector<Index> guides = choose_guides(dataset);
  Rewriting rewriting{
      dataset.manifest(), [&](const KnownImage& face, Index number) {
        KnownImage result = face;
        result.numbers = {face.numbers[0], static_cast<std::int32_t>(guides[std::size_t(number)])};
        return result;
      }};
  rewriting.manifest.has_guides = true;
  rewriting.manifest.source += "; frontal guides";
  run("guides", options, dataset, rewriting, {});
}

void run_resize(const RewriteCommand& options) {
  const Dataset dataset(options.data);
  run("resize", options, dataset, resizing(dataset, options.size), {{"size", text(options.size)}});
}

void add_network_command(CLI::App& app, Work& work, const std::string& name,
                         const std::string& description, const std::string& weights,
                         void (*run)(const RewriteCommand&)) {
  const auto options = std::make_shared<RewriteCommand>();
  CLI::App* command = add_command(app, *options, name, description);
  command->add_option("--weights", options->weights, weights)->required()->type_name("FILE");
  command->callback([options, run, &work] { work = [options, run] { run(*options); }; });
}

}  // namespace

void add_parse_command(CLI::App& app, Work& work) {
  add_network_command(app, work, "parse",
                      "Find the parts of faces and of portraits, if there are any",
                      "Weights of a parsing U-Net or of BiSeNet", run_parse);
}

void add_landmarks_command(CLI::App& app, Work& work) {
  add_network_command(app, work, "landmarks", "Find the 68 landmarks of faces",
                      "Weights of a landmark network", run_landmarks);
}

void add_guides_command(CLI::App& app, Work& work) {
  const auto options = std::make_shared<RewriteCommand>();
  CLI::App* command = add_command(
      app, *options, "guides",
      "Choose for each face a frontal photo of the same person with open eyes: for gfrnet");
  command->callback([options, &work] { work = [options] { run_guides(*options); }; });
}

void add_resize_command(CLI::App& app, Work& work) {
  const auto options = std::make_shared<RewriteCommand>();
  CLI::App* command = add_command(app, *options, "resize", "Bring a data set to another size");
  command->add_option("--size", options->size, "Height and width to make")
      ->required()
      ->check(CLI::Range(Index{1}, Index{4096}));
  command->callback([options, &work] { work = [options] { run_resize(*options); }; });
}

}  // namespace mien
