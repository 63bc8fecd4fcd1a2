#include "apps/gradient_catalogue.h"

#include <algorithm>

#include "autograd/cases/cases.h"
#include "layers/cases.h"
#include "losses/cases/cases.h"
#include "models/nearest.h"

namespace mien {
namespace {

std::vector<GradientCase> all_cases() {
  std::vector<GradientCase> all;
  for (auto family : {op_gradient_cases, layer_gradient_cases, loss_gradient_cases}) {
    for (auto& entry : family()) all.push_back(std::move(entry));
  }
  return all;
}

}  // namespace

std::vector<GradientCase> chosen_cases(const std::vector<std::string>& names) {
  std::vector<GradientCase> all = all_cases(), chosen;
  if (names.empty()) return all;
  std::vector<std::string> known;
  for (const auto& entry : all) known.push_back(entry.name);
  for (const auto& name : names) {
    check(std::find(known.begin(), known.end(), name) != known.end(),
          "there is no op, layer or loss '", name, "'", did_you_mean(name, known));
    std::copy_if(all.begin(), all.end(), std::back_inserter(chosen),
                 [&](const auto& entry) { return entry.name == name; });
  }
  return chosen;
}

std::vector<CheckedEntry> check_by_name(const std::vector<GradientCase>& cases, int order,
                                        std::uint64_t seed,
                                        const std::function<void(const CheckedEntry&)>& seen) {
  std::vector<CheckedEntry> rows;
  for (auto first = cases.begin(); first != cases.end();) {
    const auto last = std::find_if(first, cases.end(),
                                   [&](const auto& entry) { return entry.name != first->name; });
    CheckedEntry row{.name = first->name, .kind = first->kind, .order = order, .failure = {}};
    for (; first != last; ++first) {
      const GradientReport report = check_gradient(*first, order, seed);
      ++row.cases;
      row.max_error = std::max(row.max_error, report.max_error);
      if (!report.passed && row.passed) row.failure = report.failure;
      row.passed = row.passed && report.passed;
    }
    seen(row);
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace mien
