#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>

#include "apps/dataset_commands.h"
#include "data/check_dataset.h"
#include "data/contact_sheet.h"
#include "data/image_io.h"
#include "tensor/atomic_file.h"

namespace mien {
namespace {

void run_check(const std::string& folder) {
  constexpr std::size_t kShown = 5;
  const DatasetReport report = check_dataset(folder);
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

struct SheetCommand {
  std::string folder, out;
  Index count = 24;
};

void run_sheet(const SheetCommand& options) {
  check_can_write(options.out);
  write_png(options.out, contact_sheet(Dataset(options.folder), options.count));
  std::printf("%s\n", options.out.c_str());
}

}  // namespace

void add_check_command(CLI::App& app, Work& work) {
  const auto folder = std::make_shared<std::string>();
  CLI::App* command = app.add_subcommand("check", "Compare a data set with its manifest");
  command->add_option("DIR", *folder, "Folder of a data set")->required();
  command->callback([folder, &work] { work = [folder] { run_check(*folder); }; });
}

void add_sheet_command(CLI::App& app, Work& work) {
  const auto options = std::make_shared<SheetCommand>();
  CLI::App* command = app.add_subcommand("sheet", "Write a picture of what a data set holds");
  command->add_option("DIR", options->folder, "Folder of a data set")->required();
  command->add_option("--count", options->count, "Faces to show")
      ->check(CLI::Range(1, 10'000))
      ->capture_default_str();
  command->add_option("--out", options->out, "PNG file to write")->required();
  command->callback([options, &work] { work = [options] { run_sheet(*options); }; });
}

}  // namespace mien
