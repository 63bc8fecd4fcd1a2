#pragma once

#include "tensor/device_runtime.h"

namespace mien::cuda {

/// What tensors need of a card: its memory, copies and constants, in the order of its stream.
DeviceRuntime& runtime(int index);

}  // namespace mien::cuda
