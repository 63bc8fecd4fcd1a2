#include "benchmarks/table.h"

#include <cstdio>

namespace mien {

void Table::print_header() const {
  std::printf("%-14s %-18s %5s %10s %8s", "group", "row", "batch", "ours ms", "of peak");
  if (with_peer_) std::printf(" %10s %7s", "peer ms", "ratio");
  std::printf(" %8s", "ours MB");
  std::printf(with_peer_ ? " %8s\n" : "\n", "peer MB");
}

void Table::add(const Row& row, const Result& result) {
  const auto& [ours, peer, operations] = result;
  const double of_peak = operations / (1e-3 * ours.milliseconds) / peak_;
  const double ratio = peer.milliseconds / ours.milliseconds;
  std::printf("%-14s %-18s %5ld %10.3f %7.0f%%", row.group.c_str(), row.name.c_str(), row.batch,
              ours.milliseconds, 100 * of_peak);
  if (with_peer_) std::printf(" %10.3f %7.2f", peer.milliseconds, ratio);
  if (row.memory) std::printf(" %8.1f", ours.megabytes);
  if (row.memory && with_peer_) std::printf(" %8.1f", peer.megabytes);
  std::printf("\n");
  std::fflush(stdout);

  auto& entry = rows_.emplace_back();
  entry = {{"group", row.group}, {"row", row.name}, {"batch", row.batch}};
  entry["ours_ms"] = ours.milliseconds;
  if (with_peer_) entry["peer_ms"] = peer.milliseconds;
  if (with_peer_) entry["ratio"] = ratio;
  entry["of_peak"] = of_peak;
  if (row.memory) entry["ours_peak_mb"] = ours.megabytes;
  if (row.memory && with_peer_) entry["peer_peak_mb"] = peer.megabytes;
}

}  // namespace mien
