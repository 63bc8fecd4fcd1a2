#pragma once

#include <string>

namespace mien {

/// "a, b, c": what `name` makes of each item, with commas between.
template <class Items, class Name>
std::string joined(const Items& items, Name&& name) {
  std::string list;
  for (const auto& item : items) {
    if (!list.empty()) list += ", ";
    list += name(item);
  }
  return list;
}
inline std::string joined(const auto& items) {
  return joined(items, [](const std::string& item) { return item; });
}

}  // namespace mien
