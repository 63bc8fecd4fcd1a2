#include "training/report.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>

#include "tensor/atomic_file.h"

namespace mien {
namespace fs = std::filesystem;
namespace {

constexpr const char* kStyle = R"(
:root { color-scheme: light dark; --ink: #1c2024; --soft: #60646c; --faint: #d9dce1;
  --paper: #ffffff; --panel: #f7f8fa; --accent: #2463c9; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6e8eb; --soft: #9ba1a9; --faint: #33383f;
  --paper: #14171a; --panel: #1b1f24; --accent: #7db0ff; } }
* { box-sizing: border-box; }
body { margin: 0 auto; max-width: 1080px; padding: 40px 24px 64px; background: var(--paper);
  color: var(--ink); font: 15px/1.55 system-ui, -apple-system, "Segoe UI", sans-serif; }
h1 { font-size: 26px; line-height: 1.25; margin: 0; font-weight: 650; letter-spacing: -0.01em; }
h2 { font-size: 17px; margin: 44px 0 14px; font-weight: 620; }
h3 { font-size: 14px; margin: 22px 0 8px; font-weight: 620; }
p.summary { margin: 6px 0 0; color: var(--soft); }
figcaption { color: var(--soft); font-size: 13px; margin: 8px 0 0; }
.charts { display: grid; gap: 16px; grid-template-columns: repeat(auto-fill, minmax(300px, 1fr)); }
.charts > div { background: var(--panel); border: 1px solid var(--faint); border-radius: 8px;
  padding: 8px 6px 2px; break-inside: avoid; }
svg { display: block; width: 100%; height: auto; }
svg text { font: 11px system-ui, -apple-system, "Segoe UI", sans-serif; fill: var(--soft);
  font-variant-numeric: tabular-nums; }
svg .title, svg .value { font-size: 13px; font-weight: 620; fill: var(--ink); }
svg .value { fill: var(--accent); }
svg path { fill: none; }
svg .grid { stroke: var(--faint); stroke-width: 1; }
svg .raw { stroke: var(--accent); stroke-width: 1; opacity: 0.28; }
svg .line { stroke: var(--accent); stroke-width: 1.8; stroke-linejoin: round; }
svg .dot { fill: var(--accent); }
figure { margin: 0 0 20px; break-inside: avoid; }
figure img { display: block; max-width: 100%; border-radius: 6px; border: 1px solid var(--faint); }
details summary { cursor: pointer; color: var(--soft); margin: 4px 0 14px; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: 5px 22px 5px 0; border-bottom: 1px solid var(--faint);
  vertical-align: top; }
th { color: var(--soft); font-weight: 560; font-size: 13px; }
.details table { font-size: 13px; }
.details td:first-child { color: var(--soft); white-space: nowrap; }
.details td { overflow-wrap: anywhere; }
.details td + td { min-width: 7em; }
.details td + td + td { min-width: 18em; }
)";

std::string base64(const std::string& bytes) {
  constexpr char kLetters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string result;
  result.reserve((bytes.size() + 2) / 3 * 4);
  for (std::size_t i = 0; i < bytes.size(); i += 3) {
    std::uint32_t group = 0;
    for (std::size_t k = 0; k < 3; ++k) {
      group = group << 8 | (i + k < bytes.size() ? static_cast<unsigned char>(bytes[i + k]) : 0);
    }
    for (std::size_t k = 0; k < 4; ++k) {
      result += i + k > bytes.size() ? '=' : kLetters[group >> (18 - 6 * k) & 63];
    }
  }
  return result;
}

std::string bytes_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::string bytes{std::istreambuf_iterator<char>(file), {}};
  if (!file || bytes.empty()) {
    throw std::runtime_error(text("report: cannot read the picture ", path.string()));
  }
  return bytes;
}

std::string figure(const ReportPicture& picture) {
  return text("<figure><img alt=\"", escape_html(picture.caption),
              "\" src=\"data:image/png;base64,", base64(bytes_of(picture.png)), "\"><figcaption>",
              escape_html(picture.caption), "</figcaption></figure>\n");
}

std::string row_html(const std::vector<std::string>& row, const char* tag) {
  std::string html = "<tr>";
  for (const std::string& cell : row) {
    html += text("<", tag, ">", escape_html(cell), "</", tag, ">");
  }
  return html + "</tr>\n";
}

std::string table_html(const ReportTable& table) {
  std::string html =
      text("<h3>", escape_html(table.title), "</h3>\n<div class=\"scroll\"><table>\n");
  if (!table.header.empty()) html += row_html(table.header, "th");
  for (const auto& row : table.rows) html += row_html(row, "td");
  return html + "</table></div>\n";
}

std::string pictures_html(const std::vector<ReportPicture>& pictures) {
  std::string html = text("<h2>Pictures</h2>\n", figure(pictures[0]));
  if (pictures.size() == 1) return html;
  html += "<details><summary>Earlier</summary>\n";
  for (std::size_t i = 1; i < pictures.size(); ++i) html += figure(pictures[i]);
  return html + "</details>\n";
}

}  // namespace

std::string report_html(const Report& report) {
  const std::string title = escape_html(report.title);
  std::string html = text(
      "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width\">\n<title>",
      title, "</title>\n<style>", kStyle, "</style>\n</head>\n<body>\n<h1>", title,
      "</h1>\n<p class=\"summary\">", escape_html(report.summary), "</p>\n");
  if (!report.charts.empty()) {
    html += "<h2>Curves</h2>\n<div class=\"charts\">\n";
    for (const ReportChart& chart : report.charts)
      html += text("<div>", chart_svg(chart), "</div>\n");
    html += "</div>\n";
  }
  if (!report.pictures.empty()) html += pictures_html(report.pictures);
  if (!report.details.empty()) html += "<h2>Details</h2>\n<div class=\"details\">\n";
  for (const ReportTable& table : report.details) html += table_html(table);
  if (!report.details.empty()) html += "</div>\n";
  return html + "</body>\n</html>\n";
}

void write_report(const fs::path& path, const Report& report) {
  const std::string html = report_html(report);
  write_file(path, std::as_bytes(std::span(html)));
}

std::vector<ReportChart> charts_of(const CsvTable& log) {
  std::vector<ReportChart> charts;
  for (std::size_t column = 1; column < log.columns.size(); ++column) {
    ReportChart chart{log.columns[column], log.columns[0], {}, {}};
    for (const auto& row : log.rows) {
      if (std::isnan(row[column])) continue;
      chart.x.push_back(row[0]);
      chart.y.push_back(row[column]);
    }
    if (!chart.x.empty()) charts.push_back(std::move(chart));
  }
  return charts;
}

std::vector<ReportPicture> pictures_of(const fs::path& folder, Index most) {
  std::vector<fs::path> files;
  if (fs::is_directory(folder)) {
    for (const auto& entry : fs::directory_iterator(folder)) {
      if (entry.path().extension() == ".png") files.push_back(entry.path());
    }
  }
  std::sort(files.begin(), files.end(), std::greater());
  std::vector<ReportPicture> pictures;
  const Index count = std::ssize(files), kept = std::min(most, count);
  for (Index i = 0; i < kept; ++i) {
    const fs::path& file = files[kept > 1 ? i * (count - 1) / (kept - 1) : 0];
    pictures.push_back({file.stem().string(), file});
  }
  return pictures;
}

}  // namespace mien
