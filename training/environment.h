#pragma once

#include <string>
#include <utility>
#include <vector>

namespace mien {

/// "0.1.0".
extern const char* const kVersionNumber;

/// What a result was computed with: pairs of a name and a value, for `--version`, the configuration
/// a program prints first, and reports.
///
///   mien       0.1.0 (Release, -march=native)
///   compiler   GNU 12.2.0
///   Eigen      3.4.0
///   processor  the model's name, the instruction sets in use
///   threads    OpenMP threads of a parallel region
///   cuda       the version, or "not built in"
std::vector<std::pair<std::string, std::string>> environment();

/// The environment as lines, `mien ...` first: the answer to `--version`.
std::string version_text();

}  // namespace mien
