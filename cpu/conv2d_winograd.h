#pragma once

#include "cpu/context.h"
#include "cpu/joined_maps.h"
#include "tensor/conv2d_geometry.h"

namespace mien::cpu::winograd {

// The convolution and its adjoints for float by minimal filtering (Note [Winograd's minimal
// filtering]): 3x3, 5x5 and 2x2 filters, and filters twice as large with stride 2, which fall apart
// into phases. What each computes is written down in cpu/conv2d_direct.h.
//
// Transformed filters serve every use of the same ones in a step (Note [Filters used again]).
//
// Results differ from those of cpu/conv2d_tiled.h by rounding. Blocks, and with them every sum's
// order, depend on the geometry alone.

/// True if the algorithm knows the geometry: one group, no dilation, channels in whole vectors.
bool can_convolve(const Conv2dGeometry& g);

/// What a convolution or one of its adjoints costs here, in multiply-adds of the tile kernels: the
/// products, but also the transforms of tiles and filters, which a small map cannot spread. Fitted
/// to times measured over the shapes of benchmarks/convolutions.cpp.
double cost(const Conv2dGeometry& g, Conv2dPass pass);

/// Assigns y. Each of several maps has whole vectors of channels.
void conv2d(const Context& context, const Conv2dGeometry& g, const JoinedMaps& x,
            Conv2dFilters<float> w, const Conv2dEpilogue<float>& epilogue, float* y);

/// Assigns dx, phase by phase; several maps, for which nothing is added.
void conv2d_input_gradient(const Context& context, const Conv2dGeometry& g, const JoinedMaps& dy,
                           Conv2dFilters<float> w, const Conv2dEpilogue<float>& epilogue,
                           const SplitMaps& dx);

/// Assigns dw. Each of several maps has whole vectors of channels.
void conv2d_weight_gradient(const Context& context, const Conv2dGeometry& g, const JoinedMaps& x,
                            const float* dy, float* dw);

}  // namespace mien::cpu::winograd
