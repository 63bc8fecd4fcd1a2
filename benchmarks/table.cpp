#include "benchmarks/table.h"

#include <algorithm>
#include <cstdio>

namespace mien {
namespace {

double ratio(const Result& result) { return result.peer.milliseconds / result.ours.milliseconds; }

}  // namespace

double Table::share_of_peak(const Result& result) const {
  return result.operations / (1e-3 * result.ours.milliseconds) / roofs_.operations;
}

double Table::share_of_copies(const Result& result) const {
  return result.bytes / (1e-3 * result.ours.milliseconds) / roofs_.bytes;
}

void Table::print_header() const {
  std::printf("%-14s %-18s %5s %10s %8s", "group", "row", "batch", "ours ms", "of peak");
  if (on_card_) std::printf(" %9s", "of copies");
  if (with_peer_) std::printf(" %10s %7s", "peer ms", "ratio");
  std::printf(" %8s", "ours MB");
  if (with_peer_) std::printf(" %8s", "peer MB");
  if (on_card_) std::printf(" %9s", "ours kept");
  if (on_card_ && with_peer_) std::printf(" %9s  %s", "peer kept", "peer's way");
  std::printf("\n");
}

void Table::print_memory(const Result& result) const {
  std::printf(" %8.1f", result.ours.megabytes);
  if (with_peer_) std::printf(" %8.1f", result.peer.megabytes);
  if (on_card_) std::printf(" %9.1f", result.ours.reserved_megabytes);
  if (on_card_ && with_peer_) std::printf(" %9.1f", result.peer.reserved_megabytes);
}

void Table::print_ways(const Result& result) const {
  const auto& ways = result.peer_ways;
  const auto best = std::ranges::min_element(ways, {}, [](const auto& way) { return way.second; });
  if (best != ways.end()) std::printf("  %s", best->first.c_str());
  for (const auto& [way, why] : result.missing) {
    std::printf("; no %s: %s", way.c_str(), why.substr(0, 60).c_str());
  }
}

void Table::print(const Row& row, const Result& result) const {
  std::printf("%-14s %-18s %5ld %10.3f %7.0f%%", row.group.c_str(), row.name.c_str(), row.batch,
              result.ours.milliseconds, 100 * share_of_peak(result));
  if (on_card_) std::printf(" %8.0f%%", 100 * share_of_copies(result));
  if (with_peer_) std::printf(" %10.3f %7.2f", result.peer.milliseconds, ratio(result));
  if (row.memory) print_memory(result);
  if (on_card_ && with_peer_) print_ways(result);
  std::printf("\n");
  std::fflush(stdout);
}

void Table::keep(const Row& row, const Result& result) {
  const auto& [ours, peer, operations, bytes, peer_ways, missing] = result;
  auto& entry = rows_.emplace_back();
  entry = {{"group", row.group}, {"row", row.name}, {"batch", row.batch}};
  entry["ours_ms"] = ours.milliseconds;
  if (with_peer_) entry["peer_ms"] = peer.milliseconds;
  if (with_peer_) entry["ratio"] = ratio(result);
  entry["of_peak"] = share_of_peak(result);
  if (row.memory) entry["ours_peak_mb"] = ours.megabytes;
  if (row.memory && with_peer_) entry["peer_peak_mb"] = peer.megabytes;
  if (!on_card_) return;
  entry["of_copies"] = share_of_copies(result);
  if (row.memory) entry["ours_reserved_mb"] = ours.reserved_megabytes;
  if (row.memory && with_peer_) entry["peer_reserved_mb"] = peer.reserved_megabytes;
  if (with_peer_) entry["peer_ways_ms"] = peer_ways;
  if (!missing.empty()) entry["peer_missing"] = missing;
}

void Table::print_cost_of_input() const {
  for (const auto& fed : rows_) {
    const std::string name = fed.at("row");
    const std::size_t end = name.rfind("fed_step");
    if (end == std::string::npos) continue;
    const auto step = std::ranges::find_if(rows_, [&](const auto& row) {
      return row.at("row") == name.substr(0, end) + "step" && row.at("batch") == fed.at("batch");
    });
    if (step == rows_.end()) continue;
    const auto added = [&](const char* side) {
      return fed.at(side).template get<double>() - step->at(side).template get<double>();
    };
    std::printf("%s at batch %ld adds to a step: ours %+.3f ms", name.c_str(),
                fed.at("batch").get<long>(), added("ours_ms"));
    if (with_peer_) std::printf(", peer %+.3f ms", added("peer_ms"));
    std::printf("\n");
  }
}

void Table::add(const Row& row, const Result& result) {
  print(row, result);
  keep(row, result);
}

}  // namespace mien
