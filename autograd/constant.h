#pragma once

#include <functional>
#include <string>
#include <vector>

#include "autograd/variable.h"

namespace mien {

/// The numbers of a formula, such as a mean to subtract, with the dtype and on the device of
/// `like`.
///
/// They are made on the host and brought to the device once; every later call gives the same
/// tensor, so that a step which was taken before sends a card nothing. The tensor must not be
/// written to. It is kept until the process ends: this is for what stands in the code, not for
/// data.
Variable constant_like(const Variable& like, const Shape& shape, const std::vector<double>& values);

/// The same for numbers that take some computing: `make` returns them in float64, and `name` tells
/// them from all others: "affine_basis 64 x 64".
Variable constant_like(const Variable& like, const std::string& name,
                       const std::function<Tensor()>& make);

}  // namespace mien
