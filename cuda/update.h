#pragma once

#include <typeinfo>
#include <vector>

#include "cuda/context.h"
#include "cuda/functors.h"
#include "tensor/update_row.h"

namespace mien::cuda {

/// The kernel behind `update`, for the rules listed in cuda/functors.h.
template <class T, class F, int kStates>
void update_kernel(const Context& context, F f, const std::vector<UpdateRow<T, kStates>>& rows);

/// Calls f(w[i], g[i], state0[i], ...) for every element of every row, in one launch. f writes w
/// and the state in place. Throws MissingKernel for a rule that cuda/functors.h does not list.
template <class T, class F, int kStates>
void update(const Context& context, F f, const std::vector<UpdateRow<T, kStates>>& rows) {
  if constexpr (kHasUpdate<F, kStates>) {
    update_kernel<T, F, kStates>(context, f, rows);
  } else {
    no_kernel(context, "update by " + readable(typeid(F)));
  }
}

}  // namespace mien::cuda
