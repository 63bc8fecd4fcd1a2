#include "tensor/device.h"

#include <ostream>

namespace mien {

std::ostream& operator<<(std::ostream& out, Device device) {
  if (device.type == DeviceType::cpu) return out << "cpu";
  return out << "cuda:" << device.index;
}

}  // namespace mien
