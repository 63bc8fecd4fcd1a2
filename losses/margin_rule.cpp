#include "losses/margin_rule.h"

#include "autograd/map.h"
#include "tensor/functors/margin_rule.h"

namespace mien {

UpdateGates margin_rule(const Tensor& real_error, const Tensor& fake_error, double margin) {
  check(real_error.numel() == 1 && fake_error.numel() == 1,
        "margin_rule: errors must have one element each, got ", real_error.shape(), " and ",
        fake_error.shape());
  check(margin < 1, "margin_rule: the margin must be below 1, got ", margin);
  const auto gate = [&](bool for_generator) {
    return map("margin_rule", functors::MarginRule{margin, for_generator}, real_error, fake_error);
  };
  return {.generator = gate(true), .discriminator = gate(false)};
}

}  // namespace mien
