// mien-check-gradients: compares every gradient in the library with central differences.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <iomanip>
#include <iostream>
#include <nlohmann/json.hpp>

#include "apps/common_options.h"
#include "apps/gradient_catalogue.h"
#include "apps/program.h"
#include "models/nearest.h"
#include "tensor/atomic_file.h"

using namespace mien;

namespace {

struct Request {
  std::vector<std::string> names;
  int order = 0;  // both
  std::string json;
};

void print(const CheckedEntry& row) {
  std::cout << (row.passed ? "ok    " : "FAIL  ") << std::left << std::setw(6) << row.kind
            << std::setw(32) << row.name << " order " << row.order << "  " << row.cases
            << (row.cases == 1 ? " case   " : " cases  ") << "max error " << row.max_error << "\n";
  if (!row.passed) std::cout << "      " << row.failure << "\n";
}

void write_json(const std::string& path, const std::vector<CheckedEntry>& rows, Device device) {
  auto list = nlohmann::ordered_json::array();
  for (const auto& row : rows) {
    list.push_back({{"name", row.name},
                    {"kind", row.kind},
                    {"order", row.order},
                    {"device", text(device)},
                    {"cases", row.cases},
                    {"max_error", row.max_error},
                    {"passed", row.passed}});
  }
  write_file(path, list.dump(2) + "\n");
}

void check_all(const Request& request, const CommonOptions& common) {
  const LeafDevice guard(common.computes_on);
  const std::vector<GradientCase> cases = chosen_cases(request.names);
  std::vector<CheckedEntry> rows;
  for (int order : {1, 2}) {
    if (request.order != 0 && request.order != order) continue;
    for (auto& row : check_by_name(cases, order, common.seed, print))
      rows.push_back(std::move(row));
  }
  const auto failed = std::count_if(rows.begin(), rows.end(), [](auto& r) { return !r.passed; });
  std::cout << rows.size() - failed << " passed, " << failed << " failed\n";
  if (!request.json.empty()) write_json(request.json, rows, common.computes_on);
  if (failed > 0) throw std::runtime_error(text(failed, " gradient checks failed"));
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Compares gradients with central differences in double precision.",
               "mien-check-gradients");
  Request request;
  CommonOptions common{.seed = 1};
  app.add_option("NAME", request.names, "ops, layers and losses; all of them if none is named");
  app.add_option("--order", request.order, "1: first derivatives, 2: second; both if left out")
      ->check(CLI::Range(1, 2));
  app.add_option("--json", request.json, "write the results here");
  add_seed_option(app, common);
  add_device_option(app, common);
  add_threads_option(app, common);
  return run_program(app, argc, argv, [&] {
    apply_common_options(common);
    check_can_write_results({request.json});
    print_configuration("mien-check-gradients", {{"seed", std::to_string(common.seed)},
                                                 {"device", common.device},
                                                 {"threads", std::to_string(common.threads)}});
    check_all(request, common);
  });
}
