// Times the library, and PyTorch beside it, row by row. See benchmarks/run.sh.

#include <CLI/CLI.hpp>

#include "apps/common.h"
#include "benchmarks/steady_memory.h"
#include "benchmarks/table.h"
#include "tensor/atomic_file.h"

using namespace mien;

namespace {

struct Options {
  CommonOptions common;
  std::string peer, script, json, only;
  Index batch = 0, steady = 0;
  bool processor_time = false, memory = false;
  Effort effort;
};

std::vector<Row> chosen_rows(const Options& o) {
  std::vector<Row> rows;
  for (const auto group : {convolution_rows, ifrp_rows, unet_rows}) {
    for (Row& row : group()) rows.push_back(std::move(row));
  }
  std::erase_if(rows, [&](const Row& row) {
    return row.full_name().find(o.only) == std::string::npos ||
           (o.batch != 0 && o.batch != row.batch);
  });
  if (rows.empty())
    throw UsageError(text("--only ", o.only, " --batch ", o.batch, ": no such row"));
  return rows;
}

void compare(const Options& o, const std::vector<Row>& rows) {
  const double peak = o.effort.threads * peak_of_one_core(o.effort.clock);
  const auto peer = o.peer.empty() ? nullptr : start_peer(o.peer, o.script, o.effort);
  std::printf("peer     %s\n", peer ? peer->ask("version").c_str() : "none");
  std::printf("threads  %d, %s time, the fastest of %d rounds\n", o.effort.threads,
              o.processor_time ? "processor" : "wall", o.effort.rounds);
  std::printf("peak     %.0f GFLOP/s: multiply-adds in registers, all threads\n\n", 1e-9 * peak);

  Table table(peer != nullptr, peak);
  table.print_header();
  for (const Row& row : rows) table.add(row, measure(row, peer.get(), o.effort));
  if (!o.json.empty()) write_file(o.json, table.json());
}

void run(Options& o) {
  apply_common_options(o.common);
  if (o.steady > 0) return check_steady_memory(o.steady);
  o.effort.threads = o.common.threads;
  o.effort.clock = o.processor_time ? Clock::processor : Clock::wall;
  const std::vector<Row> rows = chosen_rows(o);
  if (o.memory) {
    std::printf("%.1f\n", added_memory(rows.front()));
  } else {
    compare(o, rows);
  }
}

}  // namespace

int main(int argc, char** argv) {
  Options o;
  CLI::App app("Times mien, and a peer beside it", "mien-benchmark");
  add_threads_option(app, o.common);
  add_exact_option(app, o.common);
  add_explain_option(app, o.common);
  app.add_option("--peer", o.peer, "Python interpreter that has PyTorch")->type_name("PYTHON");
  app.add_option("--script", o.script, "What the peer runs: benchmarks/peer.py")->type_name("FILE");
  app.add_option("--json", o.json, "File for the rows")->type_name("FILE");
  app.add_option("--only", o.only, "Rows whose group.row contains this")->type_name("TEXT");
  app.add_option("--batch", o.batch, "Rows of this batch size");
  app.add_option("--rounds", o.effort.rounds, "Rounds of each side")->capture_default_str();
  app.add_option("--seconds", o.effort.budget, "Length of a round")->capture_default_str();
  app.add_flag("--processor-time", o.processor_time,
               "Count processor time: for busy machines, with --threads 1");
  app.add_option("--steady", o.steady, "Only train that many steps, and fail if memory grows");
  app.add_flag("--memory", o.memory, "Only print the megabytes that the first row takes");
  return run_program(app, argc, argv, [&] { run(o); });
}
