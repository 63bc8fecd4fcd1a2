#include "cuda/reduce.h"

#include "cuda/sum_of.h"

namespace mien::cuda {

template <class T>
void sum_middle(const Context& context, Index A, Index R, Index B, const T* x, T* y) {
  sum_of(context, A, R, B, StoredTerm<T>{x, R, B}, y);
}

template void sum_middle(const Context&, Index, Index, Index, const float*, float*);
template void sum_middle(const Context&, Index, Index, Index, const double*, double*);

}  // namespace mien::cuda
