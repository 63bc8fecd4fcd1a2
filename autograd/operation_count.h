#pragma once

namespace mien {

/// While it lives, adds up the multiplications and additions of convolutions and matrix products on
/// this thread, gradients included: those of the direct algorithm, taps on padding too, whatever
/// algorithm runs. Divided by time and peak it tells how well a machine is used.
class OperationCount {
 public:
  OperationCount();
  ~OperationCount();
  OperationCount(const OperationCount&) = delete;
  OperationCount& operator=(const OperationCount&) = delete;

  double operations() const { return operations_; }

  /// Called by the ops: adds to every counter that lives.
  static void add(double operations);

 private:
  OperationCount* outer_;
  double operations_ = 0;
};

}  // namespace mien
