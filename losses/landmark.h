#pragma once

#include "autograd/variable.h"

namespace mien {

/// How the flow is compared with the landmarks.
enum class LandmarkForm {
  points,  ///< as printed: the flow is read bilinearly at each landmark; squares are summed over
           ///< points and averaged over the batch
  map,     ///< as in the code: the four pixels around each landmark should hold the guide's
           ///< landmark; squares are averaged over all N * 2 * H * W values of the flow
};

/// Whether a flow sends the landmarks of a face to those of its guide:
///
///   sum over points p of (flow_x(p) - x_guide)^2 + (flow_y(p) - y_guide)^2
///
///   flow    [N, H, W, 2], (x, y) in [-1, 1]: -1 is the centre of the first column or row
///   target  [N, K, 2], (x, y) in pixels of the flow: where the landmarks of the face are
///   guide   [N, K, 2], likewise: where they are in the guide
///   returns a scalar
///
/// `map` is about K / (2 H W) times `points`. In it, landmarks less than one pixel from the border
/// are left out, and where two landmarks claim a pixel the later one has it. In `points`, what
/// lies outside the flow counts as 0.
/// Throws std::invalid_argument for other shapes or landmarks that are not finite.
/// Li et al., "Learning Warped Guidance for Blind Face Restoration", ECCV 2018, eq. (9).
Variable landmark_loss(const Variable& flow, const Tensor& target, const Tensor& guide,
                       LandmarkForm form = LandmarkForm::map);

}  // namespace mien
