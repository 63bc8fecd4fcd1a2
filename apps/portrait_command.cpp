#include "apps/portrait_command.h"

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>

#include "apps/dataset_commands.h"
#include "apps/program.h"
#include "cpu/context.h"
#include "training/progress.h"

namespace mien {
namespace {

std::string names_of(const std::vector<PortraitStyle>& styles, bool seen) {
  std::string names;
  for (const PortraitStyle& style : styles) {
    if (style.seen == seen) names += (names.empty() ? "" : ", ") + style.name;
  }
  return names.empty() ? "none" : names;
}

}  // namespace

void add_portrait_options(CLI::App& command, PortraitCommand& options) {
  command.add_option("--faces", options.faces, "Folder of a data set of faces")->required();
  add_seed_option(command, options.common);
  add_threads_option(command, options.common);
  command.add_option("--out", options.out, "Folder of the data set to make")->required();
}

void add_outside_option(CLI::App& command, PortraitCommand& options) {
  command.add_option("--outside", options.outside, "What turning brings in: black or replicate")
      ->check(CLI::IsMember({"black", "replicate"}))
      ->capture_default_str();
}

void run_portrait_command(const std::string& name, const PortraitCommand& options,
                          const Dataset& faces, PortraitMaking making) {
  making.options.seed = options.common.seed;
  making.options.threads = options.common.threads;
  if (options.outside == "replicate") making.options.misalign.warp.border = Border::replicate;
  print_configuration(
      "mien-dataset " + name,
      {{"faces", text(options.faces, ": ", faces.face_count(), " of ", faces.manifest().people(),
                      " people, ", faces.size(), "x", faces.size())},
       {"seen styles", names_of(making.styles, true)},
       {"unseen styles", names_of(making.styles, false)},
       {"painted by", making.options.painted_by},
       {"target", making.options.first_photo ? "each person's first photo" : "the photo portrayed"},
       {"misalignment", description_of(making.options.misalign)},
       {"seed", text(making.options.seed)},
       {"threads", text(making.options.threads)},
       {"out", options.out}});
  cpu::set_threads(1);  // the threads make a face's portraits each
  StepProgress progress(0, faces.face_count());
  const auto start = std::chrono::steady_clock::now();
  const Manifest made =
      make_portraits(faces, making.styles, making.options, options.out, report_to(progress));
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
  print_made(options.out, made);
  std::fprintf(stderr, "%s, %.1f portraits per second\n", duration_text(seconds.count()).c_str(),
               double(made.portrait_count()) / seconds.count());
}

}  // namespace mien
