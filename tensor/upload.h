#pragma once

#include <vector>

#include "tensor/tensor.h"

namespace mien {

/// Brings tensors from the host to a device while the device computes something else.
///
/// `begin` and `take` may be called by two threads, one for each, where the caller sees to it that
/// a `take` comes after its `begin`, and a `begin` at most kSlots ahead of `take`. Tensors come out
/// in the order in which they went in. Destroying it waits for what is on its way.
class Upload {
 public:
  static constexpr Index kSlots = 2;

  virtual ~Upload() = default;

  /// Starts to bring tensors that are on the CPU; they are read before it returns.
  virtual void begin(const std::vector<Tensor>& tensors) = 0;

  /// The tensors of the next `begin`, on the device. The host does not wait for them to arrive;
  /// whatever it queues afterwards does.
  virtual std::vector<Tensor> take() = 0;
};

}  // namespace mien
