#include "benchmarks/measure.h"

#include <nlohmann/json.hpp>

#include "autograd/operation_count.h"
#include "benchmarks/card.h"
#include "cpu/context.h"
#include "tensor/allocator.h"
#include "tensor/device_runtime.h"
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

double operations_of(const std::function<void()>& work) {
  const OperationCount count;
  work();
  return count.operations();
}

double our_round(const std::function<void()>& work, const Effort& effort) {
  if (effort.device == kCpu) return fastest_run(work, effort.budget, effort.clock);
  return fastest_batch(
      work, [&] { wait_for(effort.device); }, effort.budget);
}

void peer_round(LineProcess& peer, const Effort& effort, Result& result) {
  const nlohmann::json answer = nlohmann::json::parse(peer.ask(text("round ", effort.budget)));
  for (const auto& [way, ms] : answer.get<std::map<std::string, double>>()) {
    double& fastest = result.peer_ways.try_emplace(way, ms).first->second;
    fastest = std::min(fastest, ms);
    result.peer.milliseconds = std::min(result.peer.milliseconds, ms);
  }
}

void time(const Row& row, const std::function<void()>& work, LineProcess* peer,
          const Effort& effort, Result& result) {
  constexpr double kPatience = 60;
  if (peer) result.missing = nlohmann::json::parse(peer->ask("prepare " + row.peer));
  const double start = seconds(Clock::wall);
  for (int i = 0; i < effort.rounds && (i == 0 || seconds(Clock::wall) < start + kPatience); ++i) {
    result.ours.milliseconds = std::min(result.ours.milliseconds, our_round(work, effort));
    if (peer) peer_round(*peer, effort, result);
  }
}

void measure_peer_memory(const Row& row, LineProcess& peer, Cost& cost) {
  const nlohmann::json answer = nlohmann::json::parse(peer.ask("memory " + row.peer));
  cost.megabytes = answer.at("peak");
  cost.reserved_megabytes = answer.at("reserved");
}

Result measure_on_cpu(const Row& row, LineProcess* peer, const Effort& effort) {
  Result result;
  {
    const std::function<void()> work = row.prepare();
    result.operations = operations_of(work);
    time(row, work, peer, effort, result);
  }
  CachingAllocator::cpu().trim();  // the other processes may need what a large row took
  if (row.memory) result.ours.megabytes = in_fresh_process(row, effort);
  return result;
}

Result measure_on_card(const Row& row, LineProcess* peer, const Effort& effort) {
  DeviceRuntime& runtime = runtime_of(effort.device);
  CachingAllocator& allocator = runtime.allocator();
  allocator.trim();
  const AllocatorStats before = runtime.memory();
  const std::function<void()> work = row.prepare();
  Result result;
  result.operations = operations_of(work);
  allocator.trim();  // what choosing algorithms took
  allocator.reset_peak();
  const Index before_run = runtime.memory().total;
  work();
  result.bytes = 2 * static_cast<double>(runtime.memory().total - before_run);
  work();
  const AllocatorStats after = runtime.memory();
  result.ours.megabytes = 1e-6 * static_cast<double>(after.peak - before.live);
  result.ours.reserved_megabytes = 1e-6 * static_cast<double>(after.reserved - before.reserved);
  time(row, work, peer, effort, result);
  return result;
}

}  // namespace

std::unique_ptr<LineProcess> start_peer(const std::string& python, const std::string& script,
                                        const Effort& effort) {
  return std::make_unique<LineProcess>(std::vector<std::string>{
      python, script, std::to_string(effort.threads),
      effort.clock == Clock::wall ? "wall" : "processor", effort.device == kCpu ? "cpu" : "cuda",
      to_string(effort.precision), std::to_string(effort.compilation)});
}

Result measure(const Row& row, LineProcess* peer, const Effort& effort) {
  Result result = effort.device == kCpu ? measure_on_cpu(row, peer, effort)
                                        : measure_on_card(row, peer, effort);
  if (row.memory && peer) measure_peer_memory(row, *peer, result.peer);
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
