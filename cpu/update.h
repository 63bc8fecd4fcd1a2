#pragma once

#include <utility>
#include <vector>

#include "cpu/parallel.h"
#include "tensor/update_row.h"

namespace mien::cpu {

/// Calls f(w[i], g[i], state0[i], ...) for every element of every row, in one pass. f writes w and
/// the state in place. All rows together are cut into blocks of a fixed size, so that many small
/// tensors cost no more than one large one. Nothing is called where `gate`, which may be nullptr,
/// points to 0.
template <class T, class F, int kStates>
void update(const Context& context, F f, const std::vector<UpdateRow<T, kStates>>& rows,
            const float* gate) {
  if (gate && *gate == 0) return;
  constexpr Index kBlock = 16384;
  std::vector<std::pair<std::size_t, Index>> blocks;  // row, first element
  for (std::size_t r = 0; r < rows.size(); ++r) {
    for (Index begin = 0; begin < rows[r].count; begin += kBlock) blocks.emplace_back(r, begin);
  }
  const auto run = [&]<std::size_t... k>(std::size_t block, std::index_sequence<k...>) {
    const auto [r, begin] = blocks[block];
    const UpdateRow<T, kStates> row = rows[r];
    const Index end = std::min(row.count, begin + kBlock);
#pragma GCC ivdep  // the tensors of a row do not overlap
    for (Index i = begin; i < end; ++i) f(row.w[i], row.g[i], row.state[k][i]...);
  };
  parallel_for(context, static_cast<Index>(blocks.size()),
               [&](Index block) { run(block, std::make_index_sequence<kStates>()); });
}

}  // namespace mien::cpu
