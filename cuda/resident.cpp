#include "cuda/resident.h"

#include <map>
#include <mutex>
#include <string>

#include "tensor/device_runtime.h"

namespace mien::cuda {

const void* resident_bytes(const Context& context, std::span<const std::byte> bytes) {
  // Never destroyed, as the contexts are not.
  static auto& tables = *new std::map<std::pair<int, std::string>, void*>;
  static std::mutex mutex;
  const std::lock_guard lock(mutex);
  const std::string content(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  void*& table = tables[{context.device().index, content}];
  if (!table && !bytes.empty()) {
    const Index size = static_cast<Index>(bytes.size());
    context.check_not_recording("a table that is not on the card yet");
    table = context.allocator().allocate(size);
    runtime_of(context.device()).copy_in(table, bytes.data(), size);
  }
  return table;
}

}  // namespace mien::cuda
