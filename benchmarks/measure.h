#pragma once

#include <limits>
#include <memory>

#include "benchmarks/line_process.h"
#include "benchmarks/row.h"
#include "benchmarks/stopwatch.h"

namespace mien {

/// How long and by which clock.
struct Effort {
  int threads = 1;
  Clock clock = Clock::wall;
  int rounds = 3;
  double budget = 0.06;  ///< seconds of a round, though at least one run
};

/// Milliseconds of the fastest run, and megabytes by which the peak of resident memory exceeds what
/// a fresh process starts with.
struct Cost {
  double milliseconds = std::numeric_limits<double>::infinity();
  double megabytes = 0;
};

struct Result {
  Cost ours, peer;
  double operations = 0;  ///< of one run by the direct algorithm
};

/// Starts benchmarks/peer.py, `script`, with a Python interpreter that has PyTorch.
std::unique_ptr<LineProcess> start_peer(const std::string& python, const std::string& script,
                                        const Effort& effort);

/// Times a row on both sides in turns, so that what else the machine does hits both alike, and
/// measures its memory, each side in a process of its own. `peer` may be null. A row that has taken
/// a minute gets no further round.
Result measure(const Row& row, LineProcess* peer, const Effort& effort);

/// What the fresh process does: runs a row and returns the megabytes.
double added_memory(const Row& row);

}  // namespace mien
