#pragma once

#include "cuda/context.h"
#include "tensor/conv2d_geometry.h"

namespace mien::cuda {

// The convolution and its two adjoints. What each computes is written down in
// cuda/conv2d_direct.h. float goes through cuDNN's fastest plan (cuda/conv2d_plans.h), and through
// the direct loops where cuDNN has none, which --explain says; double takes the direct loops. Maps
// may also be stored in bfloat16.

template <class T>
void conv2d(const Context& context, const Conv2dGeometry& g, const T* x, Conv2dFilters<T> w,
            const Conv2dEpilogue<T>& epilogue, T* y);

template <class T>
void conv2d_input_gradient(const Context& context, const Conv2dGeometry& g, const T* dy,
                           Conv2dFilters<T> w, const Conv2dEpilogue<T>& epilogue, T* dx);

template <class T>
void conv2d_weight_gradient(const Context& context, const Conv2dGeometry& g, const T* x,
                            const T* dy, Wide<T>* dw);

}  // namespace mien::cuda
