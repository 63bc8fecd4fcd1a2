#include "cuda/update.h"

#include <utility>

#include "cuda/buffer.h"
#include "cuda/launch.h"

namespace mien::cuda {
namespace {

// Element i of all rows together; row k starts at begin[k].
template <class T, class F, int kStates>
struct UpdateBody {
  F f;
  const UpdateRow<T, kStates>* rows;
  const Index* begin;
  Index count;

  MIEN_HOST_DEVICE void operator()(Index i) const {
    Index low = 0, high = count;  // the last row that starts at or before i
    while (high - low > 1) {
      const Index middle = (low + high) / 2;
      (begin[middle] <= i ? low : high) = middle;
    }
    step(rows[low], i - begin[low], std::make_index_sequence<kStates>());
  }

 private:
  template <std::size_t... k>
  MIEN_HOST_DEVICE void step(const UpdateRow<T, kStates>& row, Index i,
                             std::index_sequence<k...>) const {
    f(row.w[i], row.g[i], row.state[k][i]...);
  }
};

}  // namespace

template <class T, class F, int kStates>
void update_kernel(const Context& context, F f, const std::vector<UpdateRow<T, kStates>>& rows) {
  std::vector<Index> begin;
  Index total = 0;
  for (const auto& row : rows) {
    begin.push_back(total);
    total += row.count;
  }
  const Buffer<UpdateRow<T, kStates>> card_rows(context, rows);
  const Buffer<Index> card_begin(context, begin);
  launch(context, total,
         UpdateBody<T, F, kStates>{f, card_rows.data(), card_begin.data(),
                                   static_cast<Index>(rows.size())});
}

#define MIEN_COMPILE_FOR(T, F, kStates)                                             \
  template void update_kernel<T, functors::F, kStates>(const Context&, functors::F, \
                                                       const std::vector<UpdateRow<T, kStates>>&);
#define MIEN_COMPILE_UPDATE(F, kStates) \
  MIEN_COMPILE_FOR(float, F, kStates)   \
  MIEN_COMPILE_FOR(double, F, kStates)
MIEN_UPDATE_RULES(MIEN_COMPILE_UPDATE)

}  // namespace mien::cuda
