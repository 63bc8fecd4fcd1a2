#pragma once

#include <nlohmann/json.hpp>

#include "benchmarks/measure.h"

namespace mien {

/// Prints results as lines of a table, and keeps them for a file.
class Table {
 public:
  /// `peak` is the machine's, in operations per second.
  Table(bool with_peer, double peak) : with_peer_(with_peer), peak_(peak) {}

  void print_header() const;
  void add(const Row& row, const Result& result);

  /// A list with an object for each row, as benchmarks/run.sh says.
  std::string json() const { return rows_.dump(1) + '\n'; }

 private:
  bool with_peer_;
  double peak_;
  nlohmann::ordered_json rows_ = nlohmann::ordered_json::array();
};

}  // namespace mien
