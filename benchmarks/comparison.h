#pragma once

#include <string>
#include <vector>

#include "benchmarks/measure.h"

namespace mien {

/// What to compare, and where to write it.
struct Comparison {
  std::vector<Row> rows;
  Effort effort;
  std::string peer, script;  ///< Python interpreter and benchmarks/peer.py; no peer without one
  std::string json;          ///< file for the rows, written after each; may be ""
  std::string commit;        ///< what this build was made of
  double limit = 0;          ///< seconds after which no row is begun; 0: none
};

/// Measures the rows, ours and the peer's, and prints what with, the roof of the machine and a
/// table.
///
/// The file holds, on the CPU, a list of rows as benchmarks/run.sh says; on a card an object as
/// benchmarks/run_gpu.sh says.
void compare(const Comparison& comparison);

}  // namespace mien
