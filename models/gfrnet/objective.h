#pragma once

#include "losses/adversarial.h"
#include "losses/landmark.h"
#include "losses/perceptual.h"
#include "models/gfrnet/face_window.h"
#include "models/gfrnet/networks.h"
#include "models/loss_term.h"
#include "models/patchgan/networks.h"

namespace mien {

/// What GFRNet learns from.
struct GfrnetBatch {
  Variable degraded, guide, target;  ///< [N, S, S, 3] in [0, 1]
  Tensor landmarks;                  ///< [N, K, 2] of the target, (x, y) in pixels
  Tensor guide_landmarks;            ///< [N, K, 2] of the guide
  LandmarkTargets flow = {};         ///< what follows from them for the flow: see with_flow
  std::vector<Window> windows = {};  ///< of each face: see with_windows
};

/// What the flow's smoothness is measured by.
enum class FlowVariation {
  mean,            ///< as in the code: mean squared difference of neighbours
  sum,             ///< as printed: their sum, averaged over the batch
  minus_identity,  ///< the mean, of the flow minus the one that moves nothing
};

struct GfrnetLossOptions {
  double pixel = 100;      ///< lambda_r,0, of the mean squared error (eq. 5)
  double feature = 0.001;  ///< lambda_r,l, of the squared error of VGG-Face features (eq. 6)
  double global = 1;       ///< lambda_a,g (eq. 7)
  double local = 0.5;      ///< lambda_a,l (eq. 8)
  double landmark = 10;    ///< lambda_lm (eq. 9)
  double variation = 1;    ///< lambda_TV (eq. 10)
  LandmarkForm landmark_form = LandmarkForm::map;
  FlowVariation variation_form = FlowVariation::mean;
  double real_label = 0.9;  ///< what the discriminators should say of real faces
  Adversary adversary = Adversary::non_saturating;
};

/// The losses of GFRNet (section 3.2 of Li et al., "Learning Warped Guidance for Blind Face
/// Restoration", ECCV 2018):
///
///   L = 100 l_r0 + 0.001 l_rl + l_ag + 0.5 l_al + 10 l_lm + l_TV
///
/// Both discriminators see the degraded face, the guide and the face in question, joined: the
/// global one all of it, the local one the window around the true landmarks. A term whose weight is
/// 0 is left out, and so are those of the flow where there is none (-W, -WG).
class GfrnetObjective {
 public:
  /// Without `features`, which take images in [0, 1], there is no feature term. The networks must
  /// outlive the objective.
  GfrnetObjective(const GfrnetLossOptions& options, PatchGan& global, PatchGan& local,
                  FeatureNetwork features = {});

  /// The batch with what the terms of the flow, and those of the local discriminator, compute from
  /// landmarks on the host. Without it they do so themselves, at each call; then the host waits
  /// where landmarks are on a card.
  GfrnetBatch with_flow(GfrnetBatch batch) const;
  GfrnetBatch with_windows(GfrnetBatch batch) const;

  /// What the restoring networks minimise. Gradients reach WarpNet through the warped guide.
  std::vector<LossTerm> restoration_terms(const GfrnetBatch& batch, const Restoration& y);

  /// What WarpNet minimises alone while it is pre-trained, and part of the above.
  std::vector<LossTerm> flow_terms(const GfrnetBatch& batch, const Variable& flow) const;

  /// What the discriminators minimise: half the error on true faces plus half that on restored
  /// ones, through which no gradient flows.
  Variable global_loss(const GfrnetBatch& batch, const Restoration& y);
  Variable local_loss(const GfrnetBatch& batch, const Restoration& y);

 private:
  Variable global_logits(const GfrnetBatch& batch, const Variable& image);
  // One map of logits per face: their windows differ in size.
  std::vector<Variable> local_logits(const GfrnetBatch& batch, const Variable& image);

  GfrnetLossOptions options_;
  PatchGan &global_, &local_;
  FeatureNetwork features_;
};

}  // namespace mien
