#pragma once

#include "autograd/variable.h"

namespace mien {

/// Embeddings of one person close, those of others farther by a margin:
///
///   (1 / N) sum over n of max(0, |a - p|^2 - |a - n|^2 + margin)
///
///   anchor a, positive p, negative n  [N, D]      returns a scalar
///
/// Gradients flow to all three: that of a is (2 / N) (n - p) where the term is positive. At 0 the
/// derivative used is 0. Throws std::invalid_argument unless the shapes agree.
/// Schroff et al., "FaceNet", CVPR 2015, eq. (3); TANN, with margin 0 in its code.
Variable triplet_loss(const Variable& anchor, const Variable& positive, const Variable& negative,
                      double margin = 0);

/// What the code of TANN follows instead, whose gradient is not that of its value: it pulls anchors
/// towards their positives where the term above is positive, and lets the negatives be:
///
///   (1 / (N D)) sum over n with a positive term of |a - p|^2
///
/// Positives and negatives are constants. Shapes and errors as above.
Variable active_anchor_loss(const Variable& anchor, const Variable& positive,
                            const Variable& negative, double margin = 0);

}  // namespace mien
