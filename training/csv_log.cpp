#include "training/csv_log.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cmath>
#include <cstring>
#include <fstream>
#include <limits>
#include <sstream>

namespace mien {
namespace fs = std::filesystem;
namespace {

std::string header_of(const std::vector<std::string>& columns) {
  std::string line = "step";
  for (const std::string& column : columns) line += "," + column;
  return line;
}

void append_number(std::string& line, double value) {
  char digits[40];
  line.append(
      digits,
      std::to_chars(digits, digits + sizeof digits, value, std::chars_format::general, 7).ptr);
}

/// The complete lines of a file: what follows the last line end is torn and left out.
std::vector<std::string> lines_of(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::ostringstream content;
  content << file.rdbuf();
  if (!file) throw std::runtime_error(text(path.string(), ": cannot be read"));
  std::vector<std::string> lines;
  std::istringstream whole(content.str().substr(0, content.str().rfind('\n') + 1));
  for (std::string line; std::getline(whole, line);) lines.push_back(line);
  return lines;
}

/// One cell; NaN if empty. False if it is no number.
bool parse_cell(std::string_view cell, double& value) {
  value = std::numeric_limits<double>::quiet_NaN();
  if (cell.empty()) return true;
  const auto [end, error] = std::from_chars(cell.data(), cell.data() + cell.size(), value);
  return error == std::errc{} && end == cell.data() + cell.size();
}

std::vector<std::string> split(const std::string& line) {
  std::vector<std::string> cells(1);
  for (char letter : line) {
    if (letter == ',') {
      cells.emplace_back();
    } else {
      cells.back() += letter;
    }
  }
  return cells;
}

std::vector<double> parse_row(const std::string& line, std::size_t columns, const fs::path& path,
                              std::size_t number) {
  std::vector<double> row;
  bool good = true;
  for (const std::string& cell : split(line)) good &= parse_cell(cell, row.emplace_back());
  if (!good || row.size() != columns || !(row[0] >= 0)) {
    throw std::runtime_error(text(path.string(), ":", number, ": expected a step and ", columns - 1,
                                  " numbers, got '", line.substr(0, 80), "'"));
  }
  return row;
}

}  // namespace

CsvLog::CsvLog(fs::path path, std::vector<std::string> columns, Index resumed_step)
    : path_(std::move(path)), columns_(std::move(columns)) {
  for (const std::string& column : columns_) {
    check(!column.empty() && column.find_first_of(",\"\n\r") == column.npos,
          "csv log: a column may not be called '", column, "'");
  }
  const bool continues = resumed_step > 0 && fs::exists(path_);
  if (continues) cut_after(resumed_step);
  descriptor_ = open(path_.c_str(),
                     O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | (continues ? 0 : O_TRUNC), 0666);
  if (descriptor_ < 0) fail(text("cannot be opened: ", std::strerror(errno)));
  if (!continues) write(header_of(columns_) + "\n");
}

CsvLog::~CsvLog() {
  if (descriptor_ >= 0) close(descriptor_);
}

void CsvLog::cut_after(Index step) {
  const auto lines = lines_of(path_);
  const std::string header = header_of(columns_);
  if (lines.empty() || lines[0] != header) {
    fail(text("its columns are '", lines.empty() ? "" : lines[0], "', this run writes '", header,
              "'"));
  }
  std::uintmax_t bytes = header.size() + 1;
  for (std::size_t i = 1; i < lines.size(); ++i) {
    const auto row = parse_row(lines[i], columns_.size() + 1, path_, i + 1);
    if (row[0] > static_cast<double>(step)) break;
    last_step_ = static_cast<Index>(row[0]);
    bytes += lines[i].size() + 1;
  }
  std::error_code error;
  fs::resize_file(path_, bytes, error);
  if (error) fail(text("cannot be cut: ", error.message()));
}

void CsvLog::append(Index step, std::span<const NamedValue> values) {
  check(step > last_step_, "csv log: step ", step, " does not come after ", last_step_);
  for (const NamedValue& value : values) {
    check(std::ranges::count(columns_, value.name) == 1, "csv log: no column '", value.name, "'");
  }
  std::string line = std::to_string(step);
  for (const std::string& column : columns_) {
    line += ',';
    const auto found = std::ranges::find(values, column, &NamedValue::name);
    if (found != values.end()) append_number(line, found->value);
  }
  write(line + "\n");
  last_step_ = step;
}

void CsvLog::write(const std::string& line) {
  const off_t start = lseek(descriptor_, 0, SEEK_END);
  errno = 0;
  if (::write(descriptor_, line.data(), line.size()) == std::ssize(line)) return;
  const std::string reason = errno ? std::strerror(errno) : "no space left";
  const bool taken_back = start >= 0 && ftruncate(descriptor_, start) == 0;
  fail(text("cannot be written: ", reason, taken_back ? "" : " (the last line is torn)"));
}

void CsvLog::sync() {
  if (fsync(descriptor_) != 0 && errno != EINVAL) {  // EINVAL: a pipe or device, nothing to force
    fail(text("cannot be flushed: ", std::strerror(errno)));
  }
}

void CsvLog::fail(const std::string& what) const {
  throw std::runtime_error(text(path_.string(), ": ", what));
}

CsvTable read_csv(const fs::path& path) {
  const auto lines = lines_of(path);
  if (lines.empty()) throw std::runtime_error(text(path.string(), ": is empty"));
  CsvTable table{split(lines[0]), {}};
  for (std::size_t i = 1; i < lines.size(); ++i) {
    table.rows.push_back(parse_row(lines[i], table.columns.size(), path, i + 1));
  }
  return table;
}

}  // namespace mien
