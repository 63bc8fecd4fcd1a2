#pragma once

#include <string>
#include <string_view>

namespace mien {

/// While it lives, ops recorded on this thread belong to the layer of the given path. Errors, the
/// non-finite guard and graph dumps show the path.
class LayerScope {
 public:
  explicit LayerScope(std::string_view path);
  ~LayerScope();
  LayerScope(const LayerScope&) = delete;
  LayerScope& operator=(const LayerScope&) = delete;

  /// The innermost path, or "".
  static std::string_view path();

 private:
  std::string_view previous_;
};

}  // namespace mien
