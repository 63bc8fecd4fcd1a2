#pragma once

#include <string>
#include <vector>

#include "layers/module.h"
#include "tensor/safetensors.h"

namespace mien {

/// Adds a module's parameters and buffers, from any device, to a file under PyTorch's names and in
/// its layouts.
void add_state(SafetensorsFile& file, const Module& module);

struct LoadOptions {
  std::string prefix = {};   ///< put before the module's names to find them in the file
  bool allow_extra = false;  ///< the file may hold more under the prefix than the module needs
};

/// Fills a module's parameters and buffers, where they are, from a file that PyTorch or `add_state`
/// wrote.
///
/// Types are converted. Integer bookkeeping such as `num_batches_tracked` is passed over; its names
/// are returned. Throws std::invalid_argument, before anything is changed, naming what is missing,
/// what the module does not know, and tensors of another shape with both shapes.
std::vector<std::string> load_state(Module& module, const SafetensorsFile& file,
                                    const LoadOptions& options = {});

}  // namespace mien
