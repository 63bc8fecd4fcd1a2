#pragma once

#include "tensor/tensor.h"

namespace mien {

/// Throws std::invalid_argument naming `op` unless b has the dtype of a and is on its device.
void check_alike(const char* op, const Tensor& a, const Tensor& b);

/// The same of an op's maps and what belongs to them, such as a filter or a bias, which has the
/// type that sums over the maps have.
void check_alike_widened(const char* op, const Tensor& maps, const Tensor& x);

/// The device alone, of what has a type of its own, such as indices.
void check_device(const char* op, const Tensor& a, const Tensor& b);

}  // namespace mien
