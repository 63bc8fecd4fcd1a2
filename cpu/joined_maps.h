#pragma once

#include <algorithm>
#include <span>
#include <vector>

#include "cpu/vector.h"

namespace mien::cpu {

/// Images whose channels lie in one map or in several, which are read side by side as if joined:
///
///   maps[k]  [..., C_k]      read as  [..., C_0 + C_1 + ...]
///
/// A plain pointer is one map of all channels. Refers to the list that it is made from.
template <class T>
class MapsSideBySide {
 public:
  struct Map {
    T* values;
    Index channels;
  };

  MapsSideBySide(T* values) : whole_(values) {}
  MapsSideBySide(const std::vector<Map>& maps) : maps_(maps) {}

  /// The map that has all channels, or nullptr if there are several.
  T* whole() const { return whole_; }
  bool is_whole() const { return maps_.empty(); }

  /// Calls f(map, first channel) for each map; `channels` are those of all of them.
  template <class F>
  void for_each(Index channels, F&& f) const {
    const Map whole{whole_, channels};
    Index first = 0;
    for (const Map& map : is_whole() ? std::span(&whole, 1) : maps_) {
      f(map, first);
      first += map.channels;
    }
  }

  /// True if each of several maps has whole vectors of channels.
  bool have_whole_vectors() const {
    return std::ranges::all_of(maps_, [](const Map& map) { return map.channels % kLanes == 0; });
  }

 private:
  T* whole_ = nullptr;
  std::span<const Map> maps_;
};

using JoinedMaps = MapsSideBySide<const float>;
using SplitMaps = MapsSideBySide<float>;  ///< written instead of read

}  // namespace mien::cpu
