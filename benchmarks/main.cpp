// Times the library, and PyTorch beside it, row by row. See benchmarks/run.sh.

#include <CLI/CLI.hpp>
#include <cstdio>
#include <limits>
#include <memory>
#include <nlohmann/json.hpp>

#include "apps/common.h"
#include "benchmarks/peer_process.h"
#include "benchmarks/row.h"
#include "cpu/context.h"
#include "tensor/atomic_file.h"

using namespace mien;

namespace {

struct Options {
  CommonOptions common;
  std::string peer, script, json, only;
  Index batch = 0;
  bool processor_time = false;
  double budget = 0.06;
  int rounds = 3;
};

struct Result {
  double ours = std::numeric_limits<double>::infinity(), peer = ours;
};

// Both sides in turns, so that what else the machine does hits both alike.
Result measure(const Row& row, PeerProcess* peer, const Options& o) {
  const Clock clock = o.processor_time ? Clock::processor : Clock::wall;
  const std::function<void()> work = row.prepare();
  work();
  if (peer) peer->ask("prepare " + row.peer);
  Result result;
  for (int i = 0; i < o.rounds; ++i) {
    result.ours = std::min(result.ours, fastest_run(work, o.budget, clock));
    if (peer) result.peer = std::min(result.peer, std::stod(peer->ask(text("round ", o.budget))));
  }
  return result;
}

nlohmann::json as_json(const Row& row, const Result& r, bool with_peer) {
  nlohmann::json entry = {
      {"group", row.group}, {"row", row.name}, {"batch", row.batch}, {"ours_ms", r.ours}};
  if (with_peer) {
    entry["peer_ms"] = r.peer;
    entry["ratio"] = r.peer / r.ours;
  }
  return entry;
}

void print(const Row& row, const Result& r, bool with_peer, double peak) {
  std::printf("%-14s %-12s %5ld %10.3f %7.0f%%", row.group.c_str(), row.name.c_str(), row.batch,
              r.ours, 100 * row.operations / (1e-3 * r.ours) / peak);
  if (with_peer) std::printf(" %10.3f %7.2f", r.peer, r.peer / r.ours);
  std::printf("\n");
  std::fflush(stdout);
}

void run(const Options& o) {
  const Clock clock = o.processor_time ? Clock::processor : Clock::wall;
  cpu::set_threads(o.common.threads);
  std::unique_ptr<PeerProcess> peer;
  if (!o.peer.empty()) {
    peer = std::make_unique<PeerProcess>(o.peer, o.script, o.common.threads, clock);
  }
  const double peak = o.common.threads * peak_of_one_core(clock);
  std::printf("peer     %s\n", peer ? peer->version().c_str() : "none");
  std::printf("threads  %d, %s time, the fastest of %d rounds\n", o.common.threads,
              o.processor_time ? "processor" : "wall", o.rounds);
  std::printf("peak     %.0f GFLOP/s: multiply-adds in registers, all threads\n\n", 1e-9 * peak);
  std::printf("%-14s %-12s %5s %10s %8s", "group", "row", "batch", "ours ms", "of peak");
  std::printf(peer ? " %10s %7s\n" : "\n", "peer ms", "ratio");

  nlohmann::json rows = nlohmann::json::array();
  for (const Row& row : convolution_rows()) {
    if ((row.group + '.' + row.name).find(o.only) == std::string::npos) continue;
    if (o.batch != 0 && o.batch != row.batch) continue;
    const Result result = measure(row, peer.get(), o);
    print(row, result, peer != nullptr, peak);
    rows.push_back(as_json(row, result, peer != nullptr));
  }
  if (!o.json.empty()) write_file(o.json, rows.dump(1) + '\n');
}

}  // namespace

int main(int argc, char** argv) {
  Options o;
  CLI::App app("Times mien, and a peer beside it", "mien-benchmark");
  add_threads_option(app, o.common);
  app.add_option("--peer", o.peer, "Python interpreter that has PyTorch")->type_name("PYTHON");
  app.add_option("--script", o.script, "What the peer runs: benchmarks/peer.py")->type_name("FILE");
  app.add_option("--json", o.json, "File for the rows")->type_name("FILE");
  app.add_option("--only", o.only, "Rows whose group.row contains this")->type_name("TEXT");
  app.add_option("--batch", o.batch, "Rows of this batch size");
  app.add_option("--rounds", o.rounds, "Rounds of each side")->capture_default_str();
  app.add_option("--seconds", o.budget, "Length of a round")->capture_default_str();
  app.add_flag("--processor-time", o.processor_time,
               "Count processor time: for busy machines, with --threads 1");
  return run_program(app, argc, argv, [&] { run(o); });
}
