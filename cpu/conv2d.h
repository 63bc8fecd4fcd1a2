#pragma once

#include <string>

#include "cpu/context.h"
#include "cpu/joined_maps.h"
#include "tensor/conv2d_geometry.h"

namespace mien::cpu {

// The convolution and its adjoints by the best algorithm for the element type and geometry. What
// each computes is written down in cpu/conv2d_direct.h.

/// How a product of floats is computed. double always takes the loops of cpu/conv2d_direct.h.
enum class Conv2dAlgorithm { tiled, winograd, depthwise };

/// Depthwise where each channel has a filter of its own and lies in one map. Else the cheaper one
/// by Winograd's cost rule; always tiled where the context asks for exactness, or where one of
/// several maps of what is cut, whose values do not matter, ends within a vector of channels.
Conv2dAlgorithm conv2d_algorithm(const Context& context, const Conv2dGeometry& g, Conv2dPass pass,
                                 const JoinedMaps& maps = nullptr);

/// One line: the shape, the algorithm chosen, and what the choice rests on.
std::string explain_conv2d(const Context& context, const Conv2dGeometry& g, Conv2dPass pass,
                           const JoinedMaps& maps = nullptr);

template <class T>
void conv2d(const Context& context, const Conv2dGeometry& g, const T* x, Conv2dFilters<T> w,
            const Conv2dEpilogue<T>& epilogue, T* y);
void conv2d(const Context& context, const Conv2dGeometry& g, const JoinedMaps& x,
            Conv2dFilters<float> w, const Conv2dEpilogue<float>& epilogue, float* y);

template <class T>
void conv2d_input_gradient(const Context& context, const Conv2dGeometry& g, const T* dy,
                           Conv2dFilters<T> w, const Conv2dEpilogue<T>& epilogue, T* dx);
void conv2d_input_gradient(const Context& context, const Conv2dGeometry& g, const JoinedMaps& dy,
                           Conv2dFilters<float> w, const Conv2dEpilogue<float>& epilogue,
                           float* dx);

/// Assigns the channels of dx to several maps, of one group, that share an algorithm: minimal
/// filtering evaluates dy once for all. Returns false and writes nothing where products for each of
/// them alone are cheaper.
bool conv2d_split_input_gradient(const Context& context, const Conv2dGeometry& g, const float* dy,
                                 Conv2dFilters<float> w, const SplitMaps& dx);

template <class T>
void conv2d_weight_gradient(const Context& context, const Conv2dGeometry& g, const T* x,
                            const T* dy, T* dw);
void conv2d_weight_gradient(const Context& context, const Conv2dGeometry& g, const JoinedMaps& x,
                            const float* dy, float* dw);

}  // namespace mien::cpu
