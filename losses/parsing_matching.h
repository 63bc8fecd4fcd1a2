#pragma once

#include "autograd/variable.h"

namespace mien {

/// What stands for the norm in the parsing matching loss.
enum class ParsingNorm {
  rms,          ///< the root of the mean square
  norm,         ///< as printed, the root of the sum of squares: grows with the image
  mean_square,  ///< without a root
};

struct ParsingMatchingOptions {
  double beta = 0.3;  ///< share of the whole map, in [0, 1]; the parts have the rest
  ParsingNorm norm = ParsingNorm::rms;
};

/// How far a predicted parsing is from that of the photograph, as a whole and part by part:
///
///   beta |p - t| + (1 - beta) sum over c of |p_c - t_c|
///
///   parsing p, target t  [N, H, W, P]      returns a scalar, averaged over the batch
///
/// At 256 x 256 with 8 parts `norm` is 724 times `rms` for the whole map and 256 times for a part.
/// 1e-12 is added under each root, where its slope would be infinite at 0.
/// Throws std::invalid_argument unless the shapes agree and beta is in [0, 1].
/// ISEGAN, loss L_PM of stage I.
Variable parsing_matching_loss(const Variable& parsing, const Variable& target,
                               const ParsingMatchingOptions& options = {});

}  // namespace mien
