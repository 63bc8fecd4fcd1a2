#pragma once

#include "models/unet/networks.h"

namespace mien {

/// What WarpNet and RecNet have in common. Level k halves the image for the k-th time and has
/// width_factor * min(64 * 2^(k-1), widest) channels, rounded.
struct GfrnetOptions {
  Index size = 256;         ///< S, a power of two from 8 to 256; L = log2(S) levels
  double width_factor = 1;  ///< 2 and 1.32 are the two readings of the variants -W2 and -WG2
  Index widest = 1024;
  double slope = 0.2;  ///< of the encoder's leaky ReLU; 0 is the plain one that the text names
};

/// The encoder of both networks, sizes and channels at 256x256:
///
///   e1   64 @ 128      e4   512 @ 16      e7  1024 @ 2
///   e2  128 @ 64       e5  1024 @ 8       e8  1024 @ 1
///   e3  256 @ 32       e6  1024 @ 4
///
/// Each is conv4 s2 with batch norm, except in e1 and, whose map is one pixel, in e8, then leaky
/// ReLU, except in e8. The decoders begin with ReLU, which makes of a rectified map what it makes
/// of the map before.
class GfrnetEncoder : public Module {
 public:
  struct Options : GfrnetOptions {
    Index in_channels = 6;
  };
  /// Throws std::invalid_argument for another size, or widths that are not positive.
  explicit GfrnetEncoder(const Options& options);

  /// The maps of e1 ... eL for images [N, S, S, ...] side by side, `in` channels together.
  std::vector<Variable> operator()(const std::vector<Variable>& images);

  int levels() const { return static_cast<int>(stages_.size()); }
  /// Channels of the map of e_level; level 0 is the image.
  Index channels(int level) const;

 private:
  Options options_;
  std::vector<UNetDown*> stages_;
};

/// WarpNet: where each pixel of the warped guide lies in the guide.
///
///   degraded, guide  [N, S, S, 3] in [0, 1]
///   returns the flow Phi [N, S, S, 2]: channel 0 is x, channel 1 is y, both in [-1, 1]
///
/// The encoder on the two images side by side, then, at 256x256:
///
///   d1  1024 @ 2       d4   512 @ 16      d7   64 @ 128
///   d2  1024 @ 4       d5   256 @ 32      d8    2 @ 256, tanh
///   d3  1024 @ 8       d6   128 @ 64
///
/// Each is ReLU, deconv4 s2 and, except in d8, batch norm; no skips. The flow holds positions, not
/// offsets: -1 is the centre of the first column or row, 1 that of the last. 122,978,818 parameters
/// at 256x256. Li et al., "Learning Warped Guidance for Blind Face Restoration", ECCV 2018, section
/// 3.1 and the first commit of its authors' trainer.
class WarpNet : public Module {
 public:
  using Options = GfrnetOptions;
  explicit WarpNet(const Options& options);

  Variable operator()(const Variable& degraded, const Variable& guide);

 private:
  GfrnetEncoder& encoder_;
  std::vector<UNetUp*> decoder_;
};

/// RecNet: the restored face.
///
///   images  [N, S, S, 3] in [0, 1], the degraded face and perhaps the (warped) guide beside it
///   returns [N, S, S, 3] in [0, 1]
///
/// A U-Net with WarpNet's encoder; d_i also sees the map of the encoder of its input's size:
///
///   d1  1024 @ 2       d4   512 @ 16      d7   64 @ 128
///   d2  1024 @ 4       d5   256 @ 32      d8    3 @ 256, sigmoid
///   d3  1024 @ 8       d6   128 @ 64
///
/// 167,678,467 parameters at 256x256 with six input channels. Section 3.1; its widths follow from
/// the remark that the full system has nearly twice the parameters of the variant without WarpNet.
class RecNet : public Module {
 public:
  struct Options : GfrnetOptions {
    Index in_channels = 6;
    double dropout = 0;  ///< of d1 to d3
  };
  explicit RecNet(const Options& options);

  Variable operator()(const std::vector<Variable>& images);

 private:
  GfrnetEncoder& encoder_;
  std::vector<UNetUp*> decoder_;
};

/// What RecNet sees beside the degraded face.
enum class Guidance {
  warped,  ///< the guide as WarpNet warps it: the full system, -F and R
  guide,   ///< the guide as it is: -W
  none,    ///< -WG
};

/// A restored face and what led to it; without WarpNet the last two are undefined.
struct Restoration {
  Variable restored;      ///< [N, S, S, 3] in [0, 1]
  Variable warped_guide;  ///< [N, S, S, 3]
  Variable flow;          ///< [N, S, S, 2], (x, y) in [-1, 1]
};

/// GFRNet: a degraded face, restored with the help of a good photograph of the same person.
///
/// Parameters at 256x256: 290,657,285; with the guide unwarped 167,678,467; without it 167,675,395.
/// The variants with twice the channels, -W2 and -WG2, have 670,639,107 and 670,632,963.
class Gfrnet : public Module {
 public:
  struct Options : GfrnetOptions {
    Guidance guidance = Guidance::warped;
    Index recnet_widest = 1024;  ///< `widest` of RecNet: 512 gives it the widths of pix2pix
    double dropout = 0;
  };
  explicit Gfrnet(const Options& options);

  /// `guide` is not looked at with Guidance::none.
  Restoration operator()(const Variable& degraded, const Variable& guide);

  WarpNet* warp_net() { return warp_net_; }  ///< null without warping
  RecNet& rec_net() { return rec_net_; }
  Guidance guidance() const { return guidance_; }

 private:
  Guidance guidance_;
  WarpNet* warp_net_ = nullptr;
  RecNet& rec_net_;
};

/// The guide read at the positions of a flow, bilinearly, 0 outside (eq. 2).
///
///   guide  [N, H, W, C]      flow  [N, Ho, Wo, 2], (x, y)      returns [N, Ho, Wo, C]
Variable warp_by_flow(const Variable& guide, const Variable& flow);

}  // namespace mien
