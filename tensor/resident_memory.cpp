#include "tensor/resident_memory.h"

#include <fstream>
#include <string>

namespace mien {
namespace {

// "VmRSS:     1932 kB" of /proc/self/status, in bytes.
Index status_entry(const std::string& name) {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);) {
    if (line.starts_with(name)) return 1024 * std::stol(line.substr(name.size()));
  }
  throw std::runtime_error("/proc/self/status has no " + name);
}

}  // namespace

Index resident_memory() { return status_entry("VmRSS:"); }
Index peak_resident_memory() { return status_entry("VmHWM:"); }
void reset_peak_resident_memory() { std::ofstream("/proc/self/clear_refs") << "5\n"; }

}  // namespace mien
