// Any bytes must either be read or throw SafetensorsError: no crash, no leak, and no more memory
// than the file has bytes (twice that for F16, which is widened).
#include <cstring>
#include <string_view>

#include "tensor/safetensors.h"

using namespace mien;

extern "C" std::size_t LLVMFuzzerMutate(std::uint8_t* data, std::size_t size, std::size_t max_size);

// Makes the length at the front point behind the last brace, so that mutations reach the header.
extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size,
                                               std::size_t max_size, unsigned seed) {
  size = LLVMFuzzerMutate(data, size, max_size);
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto brace = text.rfind('}');
  if (seed % 4 != 0 && brace != std::string_view::npos && brace >= 8) {
    const std::uint64_t length = brace + 1 - 8;
    std::memcpy(data, &length, 8);
  }
  return size;
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  try {
    const SafetensorsFile file = parse_safetensors(std::as_bytes(std::span(data, size)), "input");
    Index bytes = 0;
    for (const auto& [name, tensor] : file.tensors) bytes += tensor.bytes();
    if (bytes > 2 * static_cast<Index>(size)) std::abort();
  } catch (const SafetensorsError&) {
    return 0;
  }
  return 0;
}
