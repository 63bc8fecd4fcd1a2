#pragma once

#include <functional>
#include <string>
#include <vector>

#include "autograd/gradient_check.h"

namespace mien {

/// The gradient cases of all ops, layers and losses, or of those named. Throws
/// std::invalid_argument for an unknown name, with the nearest one.
std::vector<GradientCase> chosen_cases(const std::vector<std::string>& names);

/// What checking all cases of one name at one order found.
struct CheckedEntry {
  std::string name, kind;
  int order = 1;
  int cases = 0;
  double max_error = 0;
  bool passed = true;
  std::string failure;
};

/// Checks the cases name by name, in order; `seen` is told of each. Cases that only hold at first
/// order are left out at second.
std::vector<CheckedEntry> check_by_name(const std::vector<GradientCase>& cases, int order,
                                        std::uint64_t seed,
                                        const std::function<void(const CheckedEntry&)>& seen);

}  // namespace mien
