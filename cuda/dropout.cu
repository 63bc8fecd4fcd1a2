#include "cuda/dropout.h"

#include "cuda/launch.h"
#include "tensor/bfloat16.h"
#include "tensor/functors/philox.h"

namespace mien::cuda {

template <class T>
void dropout_mask(const Context& context, Index count, double probability, const Random& random,
                  const std::int64_t* step, T* mask) {
  const T kept(static_cast<Wide<T>>(1 / (1 - probability)));
  const float bound = static_cast<float>(probability);
  const std::uint64_t seed = random.seed(), stream = random.stream(), own = random.step();
  launch(context, (count + 3) / 4, [=] MIEN_HOST_DEVICE(Index block) {
    const std::uint64_t at = step ? static_cast<std::uint64_t>(*step) : own;
    const functors::PhiloxBlock words = functors::random_block(seed, stream, at, block);
    for (Index k = 0; k < 4 && 4 * block + k < count; ++k) {
      mask[4 * block + k] = functors::uniform_from_word(words.word[k]) < bound ? T{} : kept;
    }
  });
}

template void dropout_mask(const Context&, Index, double, const Random&, const std::int64_t*,
                           float*);
template void dropout_mask(const Context&, Index, double, const Random&, const std::int64_t*,
                           double*);
template void dropout_mask(const Context&, Index, double, const Random&, const std::int64_t*,
                           bfloat16*);

}  // namespace mien::cuda
