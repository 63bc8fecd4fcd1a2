#pragma once

#include <string>
#include <vector>

#include "models/recipe.h"

namespace mien {

/// Which part of a run a step belongs to, where parts train different networks.
struct PhasePosition {
  Index phase = 0;  ///< from 0
  Index step = 0;   ///< steps taken in it before this one
};

/// `lengths` are the steps of all phases but the last, which takes what is left of a run.
PhasePosition phase_at(Index step, const std::vector<Index>& lengths);

/// The report of a phase with the columns of all of them, in their order, as a run's log has one
/// set of columns: what a phase does not compute is 0. Throws std::logic_error for a number of the
/// report that has no column.
StepReport in_columns(const std::vector<std::string>& columns, const StepReport& report);

}  // namespace mien
