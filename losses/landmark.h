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
/// `map` is about 2 / (H W) times `points`, four pixels of 2 H W values for each landmark: 3e-5 at
/// 256x256. In it, landmarks less than one pixel from the border are left out, and where two
/// landmarks claim a pixel the later one has it. In `points`, what lies outside the flow counts as
/// 0.
/// Throws std::invalid_argument for other shapes or landmarks that are not finite.
/// Li et al., "Learning Warped Guidance for Blind Face Restoration", ECCV 2018, eq. (9).
Variable landmark_loss(const Variable& flow, const Tensor& target, const Tensor& guide,
                       LandmarkForm form = LandmarkForm::map);

/// What `landmark_loss` makes of landmarks, on the host, before it looks at a flow.
struct LandmarkTargets {
  Tensor where;   ///< points: the grid [N, 1, K, 2] to read at; map: a mask [N, H, W, 2]
  Tensor wanted;  ///< of the same shape: what the flow should hold there
};

/// The targets for flows of H x W, as float64 on the host. Throws as `landmark_loss`.
LandmarkTargets landmark_targets(const Tensor& target, const Tensor& guide, Index height,
                                 Index width, LandmarkForm form = LandmarkForm::map);

/// The loss for targets that are where the flow is, of its dtype: nothing is asked of the host.
/// Throws std::invalid_argument unless they were made in this form for flows of this shape.
Variable landmark_loss(const Variable& flow, const LandmarkTargets& targets, LandmarkForm form);

}  // namespace mien
