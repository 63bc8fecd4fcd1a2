#pragma once

#include <limits>
#include <map>
#include <memory>

#include "benchmarks/line_process.h"
#include "benchmarks/row.h"
#include "benchmarks/stopwatch.h"
#include "cuda/precision.h"

namespace mien {

/// Where, how long and by which clock.
struct Effort {
  Device device;
  /// Of products on a card.
  cuda::Precision precision = cuda::Precision::fp32;
  double compilation = 200;  ///< seconds for all that the peer compiles, on a card
  int threads = 1;
  Clock clock = Clock::wall;
  int rounds = 3;
  double budget = 0.06;  ///< seconds of a round, though at least one run
};

/// Milliseconds of the fastest run, and megabytes.
///
/// On the CPU, by how much the peak of resident memory exceeds what a fresh process starts with. On
/// a card, what the allocator handed out at most, and what it took from the card, while two runs
/// were made that found their algorithms chosen, less what both were before the row. All that a
/// recording holds is handed out. Either side's allocator is meant: what a CUDA context and its
/// libraries take for themselves is in neither.
struct Cost {
  double milliseconds = std::numeric_limits<double>::infinity();
  double megabytes = 0;
  double reserved_megabytes = 0;  ///< on a card
};

struct Result {
  Cost ours, peer;                             ///< the peer's in its best way
  double operations = 0;                       ///< of one run by the direct algorithm
  double bytes = 0;                            ///< of its tensors on a card, written and read once
  std::map<std::string, double> peer_ways;     ///< milliseconds in each way it can be used
  std::map<std::string, std::string> missing;  ///< ways that it could not be used in, and why
};

/// Starts benchmarks/peer.py, `script`, with a Python interpreter that has PyTorch.
std::unique_ptr<LineProcess> start_peer(const std::string& python, const std::string& script,
                                        const Effort& effort);

/// Times a row on both sides in turns, so that what else the machine does hits both alike, and
/// measures its memory, on the CPU each side in a process of its own. `peer` may be null. A row
/// that has taken a minute gets no further round.
Result measure(const Row& row, LineProcess* peer, const Effort& effort);

/// What the fresh process does: runs a row and returns the megabytes.
double added_memory(const Row& row);

}  // namespace mien
