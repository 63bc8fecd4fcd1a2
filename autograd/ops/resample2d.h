#pragma once

#include "autograd/variable.h"
#include "tensor/axis_weights.h"

namespace mien {

/// A linear map along the rows of an image and one along its columns:
///
///   y[n, i, j, c] = sum over k, l of rows[i, k] columns[j, l] x[n, k, l, c]
///
///   x  [N, rows.inputs, columns.inputs, C]      returns [N, rows.outputs, columns.outputs, C]
///
/// Average pooling and enlarging are such maps, and so are their gradients: the adjoint has the
/// transposed weights. `op` is the name under which it is recorded and complains.
/// Throws std::invalid_argument when x does not fit the weights.
Variable resample2d(const Variable& x, const AxisWeights& rows, const AxisWeights& columns,
                    const char* op = "resample2d");

}  // namespace mien
