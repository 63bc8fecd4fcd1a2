#include "cpu/dropout.h"

#include "cpu/parallel.h"
#include "tensor/functors/philox.h"

namespace mien::cpu {

template <class T>
void dropout_mask(const Context& context, Index count, double probability, const Random& random,
                  const std::int64_t* step, T* mask) {
  const T kept = static_cast<T>(1 / (1 - probability));
  const float bound = static_cast<float>(probability);
  const Random draws = step ? random.at(static_cast<std::uint64_t>(*step)) : random;
  parallel_blocks(context, count, 4096, [&](Index begin, Index end) {
    for (Index i = begin; i < end; i += 4) {
      const auto words = draws.four_bits(i / 4);
      for (Index k = i; k < std::min(end, i + 4); ++k) {
        mask[k] = functors::uniform_from_word(words[k - i]) < bound ? T{0} : kept;
      }
    }
  });
}

template void dropout_mask(const Context&, Index, double, const Random&, const std::int64_t*,
                           float*);
template void dropout_mask(const Context&, Index, double, const Random&, const std::int64_t*,
                           double*);

}  // namespace mien::cpu
