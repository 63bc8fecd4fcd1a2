#include "benchmarks/comparison.h"

#include <cstdio>
#include <ctime>

#include "benchmarks/card.h"
#include "benchmarks/table.h"
#include "tensor/atomic_file.h"
#include "tensor/build.h"

namespace mien {
namespace {

std::string today() {
  const std::time_t now = std::time(nullptr);
  char date[] = "2026-01-01";
  std::strftime(date, sizeof date, "%F", std::gmtime(&now));
  return date;
}

Roofs roofs_of_cpu(const Effort& effort) {
  const double peak = effort.threads * peak_of_one_core(effort.clock);
  std::printf("threads  %d, %s time, the fastest of %d rounds\n", effort.threads,
              effort.clock == Clock::wall ? "wall" : "processor", effort.rounds);
  std::printf("peak     %.0f GFLOP/s: multiply-adds in registers, all threads\n\n", 1e-9 * peak);
  return {.operations = peak};
}

Roofs roofs_of_card(const Effort& effort, nlohmann::ordered_json& head) {
  load_libraries(effort.device);
  const Roofs roofs = roofs_of(effort.device);
  std::printf("peak     %.1f TFLOP/s: a product of 8192x8192 matrices, %s\n",
              1e-12 * roofs.operations, to_string(effort.precision).c_str());
  std::printf("copies   %.2f TB/s, read and written\n", 1e-12 * roofs.bytes);
  std::printf("time     the fastest batch of runs in %d rounds of %.2f s\n\n", effort.rounds,
              effort.budget);
  head["peak_tflops"] = 1e-12 * roofs.operations;
  head["copy_tb_per_s"] = 1e-12 * roofs.bytes;
  return roofs;
}

nlohmann::ordered_json head_of(const Comparison& c, const std::string& peer) {
  nlohmann::ordered_json head;
  if constexpr (kWithCuda) {
    const CardFacts facts = facts_of(c.effort.device);
    std::printf("card     %s, driver %s, CUDA %s, cuBLAS %s, cuDNN %s\n", facts.name.c_str(),
                facts.driver.c_str(), facts.cuda.c_str(), facts.cublas.c_str(),
                facts.cudnn.c_str());
    head = {{"card", facts.name},
            {"driver", facts.driver},
            {"cuda", facts.cuda},
            {"cublas", facts.cublas},
            {"cudnn", facts.cudnn},
            {"peer", peer},
            {"date", today()},
            {"commit", c.commit},
            {"precision", to_string(c.effort.precision)}};
  }
  return head;
}

void write(const std::string& path, const nlohmann::ordered_json& head, const Table& table) {
  nlohmann::ordered_json document = head;
  if (head.is_null()) {
    document = table.rows();
  } else {
    document["rows"] = table.rows();
  }
  if (!path.empty()) write_file(path, document.dump(1) + '\n');
}

}  // namespace

void compare(const Comparison& c) {
  const double start = seconds(Clock::wall);
  const bool on_card = c.effort.device != kCpu;
  const auto peer = c.peer.empty() ? nullptr : start_peer(c.peer, c.script, c.effort);
  const std::string version = peer ? peer->ask("version") : "none";
  nlohmann::ordered_json head;
  if (on_card) head = head_of(c, version);
  std::printf("peer     %s\n", version.c_str());
  const Roofs roofs = on_card ? roofs_of_card(c.effort, head) : roofs_of_cpu(c.effort);

  Table table(peer != nullptr, on_card, roofs);
  table.print_header();
  std::size_t done = 0;
  for (const Row& row : c.rows) {
    if (c.limit > 0 && seconds(Clock::wall) > start + c.limit) break;
    table.add(row, measure(row, peer.get(), c.effort));
    write(c.json, head, table);
    ++done;
  }
  table.print_cost_of_input();
  if (done < c.rows.size()) {
    std::printf("left out after %.0f s: %zu of %zu rows\n", c.limit, c.rows.size() - done,
                c.rows.size());
  }
}

}  // namespace mien
