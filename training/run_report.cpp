#include "training/run_report.h"

#include <cstdio>

#include "training/environment.h"
#include "training/report.h"

namespace mien {
namespace {

ReportTable option_rows(const OptionTable& options) {
  ReportTable table{"Options", {"option", "value", "meaning"}, {}};
  for (const auto& option : options.options()) {
    table.rows.push_back({option.name, str(option.value), option.doc});
  }
  return table;
}

ReportTable environment_rows() {
  ReportTable table{"Environment", {}, {}};
  for (const auto& [name, value] : environment()) table.rows.push_back({name, value});
  return table;
}

// As RunFolder::sample names them.
std::vector<ReportPicture> samples_of(const RunFolder& folder) {
  std::vector<ReportPicture> pictures = pictures_of(folder.samples());
  for (auto& picture : pictures) {
    long long step;
    if (std::sscanf(picture.caption.c_str(), "step_%lld", &step) == 1) {
      picture.caption = text("held-out people after step ", step);
    }
  }
  return pictures;
}

}  // namespace

void write_run_report(const RunFolder& folder, const std::string& recipe,
                      const OptionTable& options) {
  Report report{.title = recipe,
                .summary = "Training run, written by mien-train",
                .charts = {},
                .pictures = samples_of(folder),
                .details = {option_rows(options), environment_rows()}};
  if (std::filesystem::exists(folder.log())) report.charts = charts_of(read_csv(folder.log()));
  write_report(folder.report(), report);
}

}  // namespace mien
