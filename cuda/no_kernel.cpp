#include <cxxabi.h>

#include <cstdlib>
#include <memory>

#include "cuda/context.h"
#include "cuda/error.h"

namespace mien::cuda {

void no_kernel(const Context& context, const std::string& name) {
  throw MissingKernel(text(name, ": there is no CUDA kernel yet, called on ", context.device()));
}

std::string readable(const std::type_info& type) {
  const std::unique_ptr<char, decltype(&std::free)> name(
      abi::__cxa_demangle(type.name(), nullptr, nullptr, nullptr), std::free);
  return name ? name.get() : type.name();
}

}  // namespace mien::cuda
