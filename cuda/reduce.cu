#include "cuda/reduce.h"

#include "cuda/reduce_rows.h"

namespace mien::cuda {

template <class T>
void sum_middle(const Context& context, Index A, Index R, Index B, const T* x, Wide<T>* y) {
  reduce_rows<1>(context, A, R, B, StoredTerm<T>{x, R, B}, StoreSum<Wide<T>>{y, B});
}

template void sum_middle(const Context&, Index, Index, Index, const float*, float*);
template void sum_middle(const Context&, Index, Index, Index, const double*, double*);
template void sum_middle(const Context&, Index, Index, Index, const bfloat16*, float*);

}  // namespace mien::cuda
