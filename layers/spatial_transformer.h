#pragma once

#include "layers/conv2d.h"
#include "layers/linear.h"

namespace mien {

/// Warps each feature map by a transform that a small network reads off it.
///
///   x  [N, size, size, in]      returns the same shape
///
/// The localisation net has one padded 3x3 convolution with ReLU per entry of `channels`, the last
/// ones followed by 2x2 max pooling so that a 4x4 map is left, then an unpadded 3x3 convolution to
/// 20 channels with ReLU, a linear layer 80 to 20 with ReLU, and one to the parameters:
///
///   similarity  alpha (radians), s, t1, t2:  M = s R(alpha) [I | t]
///   affine      the six entries of M, row by row
///
/// A net of unpadded convolutions instead, as TANN and TDN have for large maps, is listed one by
/// one; its last map goes to the linear layers, whatever its size.
///
/// Output pixel (y, x) in [-1, 1] reads the input at M (y, x, 1), bilinearly, 0 outside. The last
/// layer starts with weight 0 and the bias that `start` names.
/// Jaderberg et al., "Spatial Transformer Networks", NIPS 2015; the localisation nets of IFRP are
/// Tables 3-6 of Shiri et al., "Identity-preserving Face Recovery from Portraits", WACV 2018.
class SpatialTransformer : public Module {
 public:
  enum class Start {
    identity,       ///< alpha 0, scale 1
    code_faithful,  ///< alpha 1 radian, scale 1, as the released code of IFRP writes
  };
  /// An unpadded convolution with ReLU.
  struct Unpadded {
    bool pooled = true;  ///< 2x2 max pooling before it
    Index kernel = 5, channels = 20;
  };
  struct Options {
    Index in_channels = 0;
    Index size = 0;                    ///< height and width of x: 4 times a power of two
    std::vector<Index> channels = {};  ///< of the padded convolutions
    Index code_channels = 20;          ///< of the unpadded convolution and the hidden linear layer
    bool pool_first = false;           ///< x is pooled before the first padded convolution, too
    std::vector<Unpadded> unpadded = {};  ///< the whole localisation net instead of the above
    bool affine = false;
    Start start = Start::identity;
  };

  /// Throws std::invalid_argument unless at most channels.size() halvings of `size` give 4 (one
  /// more with `pool_first`), or the unpadded convolutions leave a map.
  explicit SpatialTransformer(const Options& options);

  Variable operator()(const Variable& x) const;

  /// The parameters [N, 4] or [N, 6] for a batch.
  Variable localise(const Variable& x) const;

 private:
  struct Stage {
    bool pooled;  // before the convolution
    Conv2d* convolution;
  };

  Options options_;
  std::vector<Stage> stages_;
  Linear *hidden_, *parameters_;
};

}  // namespace mien
