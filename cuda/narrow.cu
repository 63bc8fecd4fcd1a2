#include "cuda/narrow.h"

#include "cuda/launch.h"
#include "cuda/pack.h"

namespace mien::cuda {
namespace {

template <class From, class To, int V>
void convert_packs(const Context& context, Index count, const From* from, To* to) {
  const auto* in = packs<const From, V>(from);
  auto* out = packs<To, V>(to);
  launch(context, count / V, [=] MIEN_HOST_DEVICE(Index i) {
    const Pack<From, V> values = in[i];
    Pack<To, V> converted;
    for (int v = 0; v < V; ++v) converted.of[v] = To(values.of[v]);
    out[i] = converted;
  });
}

// Eight to a thread, 16 and 32 bytes, and what is left one by one.
template <class From, class To>
void convert_all(const Context& context, Index count, const From* from, To* to) {
  constexpr int kPacked = 8;
  const Index packed = can_pack(kPacked, 0, from, to) ? count / kPacked * kPacked : 0;
  convert_packs<From, To, kPacked>(context, packed, from, to);
  convert_packs<From, To, 1>(context, count - packed, from + packed, to + packed);
}

}  // namespace

void narrow(const Context& context, Index count, const float* from, bfloat16* to) {
  convert_all(context, count, from, to);
}

void widen(const Context& context, Index count, const bfloat16* from, float* to) {
  convert_all(context, count, from, to);
}

}  // namespace mien::cuda
