#pragma once

#include <span>
#include <string>
#include <string_view>

namespace mien {

/// The candidate that takes the fewest edits (a letter added, dropped, replaced, or two neighbours
/// swapped) to reach `name`; empty if even that one takes more than a third of its letters.
std::string nearest(std::string_view name, std::span<const std::string> candidates);

/// "; did you mean 'batch'?" for the nearest, or an empty text: the end of an error line.
std::string did_you_mean(std::string_view name, std::span<const std::string> candidates);

}  // namespace mien
