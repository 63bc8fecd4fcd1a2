#pragma once

#include <cstdint>
#include <sstream>
#include <stdexcept>
#include <string>
#include <utility>

namespace mien {

/// The integer of every size, stride and position. Signed, so that differences behave.
using Index = std::int64_t;

/// Joins its arguments by streaming them: `text("rank ", 4)` is "rank 4".
template <class... Parts>
std::string text(const Parts&... parts) {
  std::ostringstream out;
  (out << ... << parts);
  return out.str();
}

/// Throws std::invalid_argument with the joined parts unless `condition` holds.
///
/// For what a caller can get wrong. The parts name the operation, what it expects, and what came.
template <class... Parts>
void check(bool condition, const Parts&... parts) {
  if (!condition) [[unlikely]] {
    throw std::invalid_argument(text(parts...));
  }
}

}  // namespace mien
