#include "models/afrp/wrong_attributes.h"

#include <algorithm>

namespace mien {
namespace {

constexpr std::uint64_t kDrawsPerRow = 4;

}  // namespace

Tensor wrong_attributes(const Tensor& attributes, const Tensor& others, WrongAttributes how,
                        const Random& random) {
  check(attributes.rank() == 2 && attributes.dim(1) > 0 && others.rank() == 2 &&
            others.dim(0) > 0 && others.dim(1) == attributes.dim(1),
        "wrong_attributes: expected [M, A] and [N, A] with A positive, got ", attributes.shape(),
        " and ", others.shape());
  const Index count = attributes.dim(1), candidates = others.dim(0);
  const auto host = [](const Tensor& x) { return x.to(kCpu).to(DType::float32); };
  const Tensor own = host(attributes), all = host(others);
  Tensor wrong = own.clone();
  for (Index i = 0; i < own.dim(0); ++i) {
    const std::uint64_t draw = kDrawsPerRow * static_cast<std::uint64_t>(i);
    const float* mine = own.data<float>() + i * count;
    float* row = wrong.mutable_data<float>() + i * count;
    Index turned = random.below(draw + 2, count);
    bool turn = (random.bits(draw) & 1) == 0;
    if (how == WrongAttributes::last) {
      turned = count - 1;
      turn = mine[turned] == 0;
    }
    const Index start = random.below(draw + 1, candidates);
    for (Index k = 0; k < candidates && !turn; ++k) {
      const float* other = all.data<float>() + (start + k) % candidates * count;
      if (std::equal(mine, mine + count, other)) continue;
      std::copy(other, other + count, row);
      break;
    }
    if (std::equal(mine, mine + count, row)) row[turned] = 1 - row[turned];
  }
  return wrong.to(attributes.dtype()).to(attributes.device());
}

}  // namespace mien
