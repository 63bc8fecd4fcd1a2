#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "training/csv_log.h"
#include "training/report_chart.h"

namespace mien {

/// A table of a report: `header` may be empty; every row has as many cells.
struct ReportTable {
  std::string title;
  std::vector<std::string> header;
  std::vector<std::vector<std::string>> rows;
};

struct ReportPicture {
  std::string caption;
  std::filesystem::path png;
};

/// One page about a run: curves, picture grids and tables, the newest picture first.
///
/// The page is one file that needs nothing else: curves are inline SVG, pictures are inside it, it
/// runs no script and asks no server. It follows the reader's light or dark mode, and prints.
struct Report {
  std::string title;
  std::string summary;  ///< one line under the title
  std::vector<ReportChart> charts;
  std::vector<ReportPicture> pictures;
  std::vector<ReportTable> details;  ///< configuration, environment
};

/// The page as HTML. Throws std::runtime_error naming a picture that cannot be read.
std::string report_html(const Report& report);

/// Writes the page, whole or not at all. Throws std::runtime_error naming the file.
void write_report(const std::filesystem::path& path, const Report& report);

/// One chart for each column of a log that has values, over its first column.
std::vector<ReportChart> charts_of(const CsvTable& log);

/// The PNG files of a folder by name, newest (last) first, each captioned with its name; at most
/// `most`, the others left out evenly. Empty if there is no such folder.
std::vector<ReportPicture> pictures_of(const std::filesystem::path& folder, Index most = 6);

}  // namespace mien
