#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "models/named_value.h"
#include "tensor/check.h"

namespace mien {

/// The numbers of a run as a CSV file: a header, then one row per logged step, steps ascending.
///
/// The first column is `step`; the others are named by the caller. A value that was not measured at
/// a step is an empty cell; numbers have 7 digits. Each row reaches the system in one write, so a
/// killed run leaves whole rows and at most one torn line at the end.
///
/// Continuing at step s keeps the rows up to s and drops what was written after the checkpoint and
/// a torn last line, so that no row is missing or there twice.
///
/// Throws std::runtime_error naming the file: if it cannot be written (the disk is full: the torn
/// row is taken back), has other columns, or holds a line that is no row (with its number).
class CsvLog {
 public:
  /// Starts over when `resumed_step` is 0 or the file does not exist.
  CsvLog(std::filesystem::path path, std::vector<std::string> columns, Index resumed_step = 0);
  CsvLog(const CsvLog&) = delete;
  CsvLog& operator=(const CsvLog&) = delete;
  ~CsvLog();

  /// Adds a row. Throws std::invalid_argument for a name that is no column, or a step that does not
  /// come after the last one.
  void append(Index step, std::span<const NamedValue> values);

  /// Forces the rows to the disk; to be called before a checkpoint that follows them is saved.
  void sync();

 private:
  void cut_after(Index step);
  void write(const std::string& line);
  [[noreturn]] void fail(const std::string& what) const;

  std::filesystem::path path_;
  std::vector<std::string> columns_;
  Index last_step_ = -1;
  int descriptor_ = -1;
};

/// A CSV log read back: `rows[r]` holds one value per column, NaN where the cell is empty.
struct CsvTable {
  std::vector<std::string> columns;
  std::vector<std::vector<double>> rows;
};

/// Reads a file of CsvLog; a torn last line is left out. Throws std::runtime_error as above.
CsvTable read_csv(const std::filesystem::path& path);

}  // namespace mien
