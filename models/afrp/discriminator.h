#pragma once

#include "layers/conv2d.h"
#include "layers/dropout.h"
#include "layers/linear.h"

namespace mien {

/// The discriminative network of AFRP: is this a real face, and one with these attributes?
///
///   x  [N, S, S, 3] in [-1, 1]      attributes  [N, A]      returns logits [N, 1]
///
///   c1  conv5 3->32, pool, ReLU                  32 @ S/2
///   c2  conv5 32->64, pool, ReLU                 64 @ S/4; here each attribute joins as a map of
///                                                one value
///   c3  conv5 64+A->128, pool, ReLU, dropout    128 @ S/8
///   c4  conv3 128->256, pool, ReLU, dropout     256 @ S/16
///   fc1 to 1024, ReLU, dropout; fc2 to 1. The paper's sigmoid is in the losses.
///
/// Dropout takes 0.2 of whole channels, and half of fc1. 17,390,657 parameters at 128x128 with 18
/// attributes. Source: the released code of FaceAttr (Yu et al., CVPR 2018); the place where the
/// attributes join is AFRP's "middle layers".
class AttributeDiscriminator : public Module {
 public:
  struct Options {
    Index size = 128;         ///< S, a multiple of 16
    Index width_divisor = 1;  ///< all widths are divided by it
    Index attributes = 18;    ///< A; 0: it only tells real from recovered
    bool dropout = true;
  };
  explicit AttributeDiscriminator(const Options& options);

  Variable operator()(const Variable& x, const Variable& attributes);

 private:
  Options options_;
  Conv2d &c1_, &c2_, &c3_, &c4_;
  SpatialDropout &drop3_, &drop4_;
  Dropout& drop5_;
  Linear &fc1_, &fc2_;
};

}  // namespace mien
