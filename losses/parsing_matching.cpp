#include "losses/parsing_matching.h"

#include "autograd/ops/arithmetic.h"
#include "autograd/ops/elementary.h"
#include "autograd/ops/sum.h"

namespace mien {

Variable parsing_matching_loss(const Variable& parsing, const Variable& target,
                               const ParsingMatchingOptions& o) {
  check(parsing.rank() == 4 && parsing.shape() == target.shape(),
        "parsing_matching_loss: parsing is ", parsing.shape(), " but target is ", target.shape());
  check(o.beta >= 0 && o.beta <= 1, "parsing_matching_loss: beta must be in [0, 1], got ", o.beta);
  constexpr double kUnderRoot = 1e-12;
  const Variable squares = square(parsing - target);
  // The sizes over the axes that are summed; the rest, images and perhaps parts, is kept.
  const auto sizes = [&](const std::vector<int>& axes) {
    switch (o.norm) {
      case ParsingNorm::rms:
        return sqrt(mean(squares, axes) + kUnderRoot);
      case ParsingNorm::norm:
        return sqrt(sum(squares, axes) + kUnderRoot);
      case ParsingNorm::mean_square:
        break;
    }
    return mean(squares, axes);
  };
  const Variable whole = mean(sizes({1, 2, 3}));
  const Variable parts = mean(sum(sizes({1, 2}), {1}));
  return whole * o.beta + parts * (1 - o.beta);
}

}  // namespace mien
