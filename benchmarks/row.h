#pragma once

#include <functional>
#include <string>
#include <vector>

#include "tensor/device.h"
#include "tensor/shape.h"

namespace mien {

/// One line of the comparison: the same work for us and for the peer.
struct Row {
  std::string group, name;
  Index batch;
  std::string peer;  ///< what benchmarks/peer.py is told to prepare
  /// Makes the tensors and returns what is timed.
  std::function<std::function<void()>()> prepare;
  bool memory = false;  ///< its peak memory is a result too

  std::string full_name() const { return group + '.' + name; }
};

/// Convolutions of the published networks at 128x128, forward and backward, at batch 1, 8 and 32;
/// on a card a choice of them at batch 32.
std::vector<Row> convolution_rows(Device device);

/// Whole steps of training and inference at 128x128, at batch 1 and 16, on a card at 64 too: IFRP
/// with either generator, by its recipe and with all its losses; U-Net-128 with the absolute error
/// and Adam. On a card, `srn_c.host` is inference from an image in the host's memory to a face
/// there, and `srn_c.fed_step` the step with each batch coming from pixels in the host's memory.
std::vector<Row> ifrp_rows(Device device);
std::vector<Row> unet_rows(Device device);

/// A whole step of training, and inference, of every other paper's system, by its recipe, at the
/// size of its paper and at batch 1 and 8: FDNN, AFRP and TANN at 128x128, ISEGAN and GFRNet at
/// 256x256, these with filters of VGG that are random. On the CPU alone.
std::vector<Row> system_rows(Device device);

/// The batch sizes of whole steps.
std::vector<Index> step_batches(Device device);

}  // namespace mien
