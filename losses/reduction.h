#pragma once

#include "autograd/ops/sum.h"

namespace mien {

/// How a loss makes one number of its terms.
enum class Reduction {
  mean,  ///< average over all elements: batch, height, width and channels
  sum,   ///< no averaging
};

inline Variable reduce(const Variable& terms, Reduction reduction) {
  return reduction == Reduction::mean ? mean(terms) : sum(terms);
}

}  // namespace mien
