#include "cuda/update.h"

#include <utility>

#include "cuda/launch.h"

namespace mien::cuda {
namespace {

constexpr Index kMostRows = 64;  // as a kernel's arguments hold 4 KiB

// Element i of all rows together; row k starts at begin[k]. A gate of 0 leaves everything as it is.
template <class T, class F, int kStates>
struct UpdateBody {
  F f;
  const float* gate;
  Index count;
  Index begin[kMostRows];
  UpdateRow<T, kStates> rows[kMostRows];

  MIEN_HOST_DEVICE void operator()(Index i) const {
    if (gate && *gate == 0) return;
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
void update_kernel(const Context& context, F f, const std::vector<UpdateRow<T, kStates>>& rows,
                   const float* gate) {
  for (std::size_t r = 0; r < rows.size();) {
    UpdateBody<T, F, kStates> body{f, gate, 0, {}, {}};
    Index total = 0;
    for (; r < rows.size() && body.count < kMostRows; ++r) {
      body.begin[body.count] = total;
      body.rows[body.count++] = rows[r];
      total += rows[r].count;
    }
    launch(context, total, body);
  }
}

#define MIEN_COMPILE_FOR(T, F, kStates)                 \
  template void update_kernel<T, functors::F, kStates>( \
      const Context&, functors::F, const std::vector<UpdateRow<T, kStates>>&, const float*);
#define MIEN_COMPILE_UPDATE(F, kStates) \
  MIEN_COMPILE_FOR(float, F, kStates)   \
  MIEN_COMPILE_FOR(double, F, kStates)
MIEN_UPDATE_RULES(MIEN_COMPILE_UPDATE)

}  // namespace mien::cuda
