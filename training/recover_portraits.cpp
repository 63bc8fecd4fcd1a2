#include "training/recover_portraits.h"

#include <algorithm>

#include "data/sample_fields.h"

namespace mien {

void recover_portraits(
    Recipe& recipe, const Dataset& dataset, std::span<const Index> portraits,
    const std::function<void(std::span<const Index> batch, const Tensor& recovered)>& use) {
  constexpr std::size_t kBatch = 16;
  const FieldReader reader(dataset, recipe.fields());
  for (std::size_t first = 0; first < portraits.size(); first += kBatch) {
    const auto batch = portraits.subspan(first, std::min(kBatch, portraits.size() - first));
    use(batch, recipe.recover(gather_portraits(dataset, batch), reader.gather(batch)));
  }
}

}  // namespace mien
