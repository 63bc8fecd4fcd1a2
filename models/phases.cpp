#include "models/phases.h"

#include <algorithm>

namespace mien {

PhasePosition phase_at(Index step, const std::vector<Index>& lengths) {
  PhasePosition position{.step = step};
  for (const Index length : lengths) {
    if (position.step < length) break;
    position.step -= length;
    ++position.phase;
  }
  return position;
}

StepReport in_columns(const std::vector<std::string>& columns, const StepReport& report) {
  StepReport all;
  for (const std::string& column : columns) all.push_back({column, 0});
  for (const auto& [name, value] : report) {
    const auto at = std::ranges::find(columns, name);
    if (at == columns.end()) throw std::logic_error("in_columns: there is no column " + name);
    all[static_cast<std::size_t>(at - columns.begin())].value = value;
  }
  return all;
}

}  // namespace mien
