#pragma once

#include <typeinfo>
#include <vector>

#include "cuda/context.h"
#include "cuda/functors.h"
#include "tensor/update_row.h"

namespace mien::cuda {

/// The kernel behind `update`, for the rules listed in cuda/functors.h.
template <class T, class F, int kStates>
void update_kernel(const Context& context, F f, const std::vector<UpdateRow<T, kStates>>& rows,
                   const float* gate);

/// Calls f(w[i], g[i], state0[i], ...) for every element of every row, in a launch for each 64
/// rows. f writes w and the state in place. Nothing is called where `gate`, which may be nullptr,
/// points to 0 on the card. Throws MissingKernel for a rule that cuda/functors.h does not list.
template <class T, class F, int kStates>
void update(const Context& context, F f, const std::vector<UpdateRow<T, kStates>>& rows,
            const float* gate) {
  if constexpr (kHasUpdate<F, kStates>) {
    update_kernel<T, F, kStates>(context, f, rows, gate);
  } else {
    no_kernel(context, "update by " + readable(typeid(F)));
  }
}

}  // namespace mien::cuda
