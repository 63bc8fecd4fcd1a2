#include "benchmarks/measure.h"

#include "autograd/operation_count.h"
#include "cpu/context.h"
#include "tensor/resident_memory.h"

namespace mien {
namespace {

double in_fresh_process(const Row& row, const Effort& effort) {
  std::vector<std::string> command = {"/proc/self/exe", "--memory",
                                      "--only",         row.full_name(),
                                      "--batch",        std::to_string(row.batch),
                                      "--threads",      std::to_string(effort.threads)};
  if (cpu::context().exact) command.push_back("--exact");
  LineProcess process(command);
  return std::stod(process.read());
}

void time(const Row& row, LineProcess* peer, const Effort& effort, Result& result) {
  constexpr double kPatience = 60;
  const std::function<void()> work = row.prepare();
  {
    const OperationCount count;
    work();
    result.operations = count.operations();
  }
  if (peer) peer->ask("prepare " + row.peer);
  const auto improve = [](Cost& cost, double ms) {
    cost.milliseconds = std::min(cost.milliseconds, ms);
  };
  const double start = seconds(Clock::wall);
  for (int i = 0; i < effort.rounds && (i == 0 || seconds(Clock::wall) < start + kPatience); ++i) {
    improve(result.ours, fastest_run(work, effort.budget, effort.clock));
    if (peer) improve(result.peer, std::stod(peer->ask(text("round ", effort.budget))));
  }
}

}  // namespace

std::unique_ptr<LineProcess> start_peer(const std::string& python, const std::string& script,
                                        const Effort& effort) {
  return std::make_unique<LineProcess>(
      std::vector<std::string>{python, script, std::to_string(effort.threads),
                               effort.clock == Clock::wall ? "wall" : "processor"});
}

Result measure(const Row& row, LineProcess* peer, const Effort& effort) {
  Result result;
  time(row, peer, effort, result);
  if (row.memory) {
    result.ours.megabytes = in_fresh_process(row, effort);
    if (peer) result.peer.megabytes = std::stod(peer->ask("memory " + row.peer));
  }
  return result;
}

double added_memory(const Row& row) {
  reset_peak_resident_memory();
  const Index before = resident_memory();
  const std::function<void()> work = row.prepare();
  for (int run = 0; run < 2; ++run) work();
  return 1e-6 * static_cast<double>(peak_resident_memory() - before);
}

}  // namespace mien
