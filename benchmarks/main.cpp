// Times the library, and PyTorch beside it, row by row. See benchmarks/run.sh
// and benchmarks/run_gpu.sh.

#include <CLI/CLI.hpp>
#include <algorithm>

#include "apps/common_options.h"
#include "apps/program.h"
#include "benchmarks/comparison.h"
#include "benchmarks/steady_memory.h"

using namespace mien;

namespace {

struct Options {
  CommonOptions common;
  Comparison comparison;
  std::string only;
  Index batch = 0, steady = 0;
  bool processor_time = false, memory = false;
};

// On a card small batches come first, and the group "systems" last: what --limit leaves out.
std::vector<Row> chosen_rows(const Options& o) {
  std::vector<Row> rows;
  for (const auto group : {convolution_rows, ifrp_rows, unet_rows, system_rows}) {
    for (Row& row : group(o.common.computes_on)) rows.push_back(std::move(row));
  }
  std::erase_if(rows, [&](const Row& row) {
    return row.full_name().find(o.only) == std::string::npos ||
           (o.batch != 0 && o.batch != row.batch);
  });
  if (o.common.computes_on != kCpu) {
    std::ranges::stable_sort(
        rows, {}, [](const Row& row) { return std::pair(row.group == "systems", row.batch); });
  }
  if (rows.empty())
    throw UsageError(text("--only ", o.only, " --batch ", o.batch, ": no such row"));
  return rows;
}

void resolve_effort(const Options& o, Effort& effort) {
  effort.device = o.common.computes_on;
  effort.precision = o.common.precision;
  effort.threads = o.common.threads;
  effort.clock = o.processor_time ? Clock::processor : Clock::wall;
  const bool on_card = effort.device != kCpu;
  if (on_card && o.processor_time) throw UsageError("--processor-time needs --device cpu");
}

void run(Options& o) {
  apply_common_options(o.common);
  if (o.steady > 0) return check_steady_memory(o.steady);
  resolve_effort(o, o.comparison.effort);
  o.comparison.rows = chosen_rows(o);
  if (o.memory) {
    std::printf("%.1f\n", added_memory(o.comparison.rows.front()));
  } else {
    compare(o.comparison);
  }
}

void add_options(CLI::App& app, Options& o) {
  Comparison& c = o.comparison;
  Effort& effort = c.effort;
  app.option_defaults()->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);  // over a script's
  o.common.device = "cpu";
  add_device_option(app, o.common);
  add_threads_option(app, o.common);
  add_exact_option(app, o.common);
  add_convolution_options(app, o.common);
  app.add_option("--peer", c.peer, "Python interpreter that has PyTorch")->type_name("PYTHON");
  app.add_option("--script", c.script, "What the peer runs: benchmarks/peer.py")->type_name("FILE");
  app.add_option("--json", c.json, "File for the rows")->type_name("FILE");
  app.add_option("--commit", c.commit,
                 "What this build was made of, for the file of a card's rows");
  app.add_option("--only", o.only, "Rows whose group.row contains this")->type_name("TEXT");
  app.add_option("--batch", o.batch, "Rows of this batch size");
  app.add_option("--rounds", effort.rounds, "Rounds of each side")->capture_default_str();
  app.add_option("--seconds", effort.budget, "Length of a round")->capture_default_str();
  app.add_option("--compilation", effort.compilation,
                 "Seconds for what the peer compiles on a card")
      ->capture_default_str();
  app.add_option("--limit", c.limit, "Seconds after which no row is begun");
  app.add_flag("--processor-time", o.processor_time,
               "Count processor time: for busy machines, with --threads 1");
  app.add_option("--steady", o.steady, "Only train that many steps, and fail if memory grows");
  app.add_flag("--memory", o.memory, "Only print the megabytes that the first row takes");
}

}  // namespace

int main(int argc, char** argv) {
  Options o;
  CLI::App app("Times mien, and a peer beside it", "mien-benchmark");
  add_options(app, o);
  return run_program(app, argc, argv, [&] { run(o); });
}
