#pragma once

#include <nlohmann/json.hpp>

#include "benchmarks/card.h"
#include "benchmarks/measure.h"

namespace mien {

/// Prints results as lines of a table, and keeps them for a file.
class Table {
 public:
  /// Rows on a card show what the allocators took from it, and in which way the peer was fastest.
  Table(bool with_peer, bool on_card, const Roofs& roofs)
      : with_peer_(with_peer), on_card_(on_card), roofs_(roofs) {}

  void print_header() const;
  void add(const Row& row, const Result& result);

  /// What it adds to a step when its batches come from the host, for each pair of such rows.
  void print_cost_of_input() const;

  /// A list with an object for each row.
  const nlohmann::ordered_json& rows() const { return rows_; }

 private:
  void print(const Row& row, const Result& result) const;
  void print_memory(const Result& result) const;
  void print_ways(const Result& result) const;
  void keep(const Row& row, const Result& result);
  double share_of_peak(const Result& result) const;
  double share_of_copies(const Result& result) const;

  bool with_peer_, on_card_;
  Roofs roofs_;
  nlohmann::ordered_json rows_ = nlohmann::ordered_json::array();
};

}  // namespace mien
