#pragma once

#include "cpu/context.h"
#include "cpu/joined_maps.h"
#include "tensor/conv2d_geometry.h"

namespace mien::cpu::tiled {

// The convolution and its adjoints for float, any geometry, as blocked products over gathered
// pixels (Note [Convolution as a product over gathered pixels]). What each computes is written down
// in cpu/conv2d_direct.h; sums run in another order, so results differ by rounding.
//
// Blocks, and with them every sum's order, depend on the geometry alone.

/// Assigns y.
void conv2d(const Context& context, const Conv2dGeometry& g, const JoinedMaps& x, const float* w,
            const Conv2dEpilogue<float>& epilogue, float* y);

/// Assigns dx, phase by phase; several maps of one group, for which nothing is added.
void conv2d_input_gradient(const Context& context, const Conv2dGeometry& g, const JoinedMaps& dy,
                           const float* w, const Conv2dEpilogue<float>& epilogue,
                           const SplitMaps& dx);

/// Assigns dw. Pixels are cut into chunks with a sum each, added up in order.
void conv2d_weight_gradient(const Context& context, const Conv2dGeometry& g, const JoinedMaps& x,
                            const float* dy, float* dw);

}  // namespace mien::cpu::tiled
