#include "autograd/layer_scope.h"

namespace mien {
namespace {
thread_local std::string_view current_path;
}

LayerScope::LayerScope(std::string_view path) : previous_(current_path) { current_path = path; }
LayerScope::~LayerScope() { current_path = previous_; }
std::string_view LayerScope::path() { return current_path; }

}  // namespace mien
