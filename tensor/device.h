#pragma once

#include <iosfwd>

namespace mien {

enum class DeviceType { cpu, cuda };

/// Where a tensor lives: the CPU, or one CUDA card.
struct Device {
  DeviceType type = DeviceType::cpu;
  int index = 0;

  bool operator==(const Device&) const = default;
};

inline constexpr Device kCpu{};

std::ostream& operator<<(std::ostream& out, Device device);

}  // namespace mien
