#pragma once

#include <array>

#include "layers/spatial_transformer.h"
#include "models/recovery/blocks.h"

namespace mien {

/// A generator that is told what the face should be like.
class AttributeGenerator : public Module {
 public:
  /// x [N, size, size, 3] in [-1, 1], RGB; attributes [N, A], 0 or 1 (or between, for what is not
  /// certain). Returns the shape of x, linear: clamp before viewing.
  virtual Variable operator()(const Variable& x, const Variable& attributes) = 0;

  /// [A]: a running mean of the attributes it was trained with, moved by a tenth at each call in
  /// training. It is part of the state, as running statistics are.
  const Tensor& mean_attributes() const { return *mean_; }

 protected:
  explicit AttributeGenerator(Index attributes);

  /// [N, 1, 1, C] and attributes [N, A] to [N, 1, 1, C + A], following their mean in training.
  Variable with_attributes(const Variable& code, const Variable& attributes);

 private:
  Index count_;
  Tensor* mean_ = nullptr;
};

/// What FRN and FaceAttr have in common. Without attributes nothing joins the bottleneck.
struct FrnOptions {
  Index size = 128;         ///< 64 or 128
  Index width_divisor = 1;  ///< all widths are divided by it
  Index attributes = 18;    ///< A
  bool transformers = true;
  SpatialTransformer::Start start = SpatialTransformer::Start::identity;
  /// Which encoder stages have a skip to the decoder: the first entry is e1's.
  std::array<bool, 6> skips = {true, true, true, true, true, true};
  bool residual_blocks = true;  ///< of FRN: the skips pass through them
};

/// FRN, the face recovery network of AFRP: 60,438,303 parameters at 128x128 with 18 attributes.
///
///   e1 .. e6  conv4 stride 2, halving: 32 64 128 256 512 512; STN1, STN2, STN3 after e1, e2, e3
///   e7        conv2 to 2048 @ 1, where the attributes join
///   d7        deconv2 to 1024 @ 2
///   d6 .. d1  deconv4 stride 2 of the stage before beside Res(e6) .. Res(e1):
///             768 512 256 64 32 32; STN4 after d3
///   out       conv5 to 3, linear
///
/// Batch norm after each convolution but the last; leaky ReLU (0.2) in the encoder, ReLU in the
/// decoder. At 64x64 every map is half as large, the transformers skip their first pooling, and e6
/// and d6 fall away: e5 leads to the bottleneck.
/// Shiri et al., "Recovering Faces from Portraits with Auxiliary Facial Attributes", WACV 2019,
/// whose code is not public: the widths are those of FaceAttr's code, stretched to 128x128.
class Frn : public AttributeGenerator {
 public:
  using Options = FrnOptions;
  explicit Frn(const Options& options);

  Variable operator()(const Variable& x, const Variable& attributes) override;

 private:
  // y beside what the skip of stage e<k> carries, if there is one.
  Variable joined(const Variable& y, int k, const Variable& map) const;

  Options options_;
  ConvBlock &e1_, &e2_, &e3_, &e4_, &e5_;
  ConvBlock* e6_ = nullptr;  // at 128x128
  ConvBlock* e7_;
  UpBlock* d7_;
  UpBlock* d6_ = nullptr;  // at 128x128
  UpBlock *d5_, *d4_, *d3_, *d2_, *d1_;
  Conv2d* out_;
  SpatialTransformer *stn1_ = nullptr, *stn2_ = nullptr, *stn3_ = nullptr, *stn4_ = nullptr;
  std::array<PreActivationBlock*, 6> residual_ = {};
};

/// FaceAttr's generator, which recovers a face from a tiny picture: 43,188,531 parameters with 18
/// attributes. The portrait is averaged down to 16x16 first.
///
///   e1 .. e3  conv4 stride 2, halving: 32 @ 8, 128 @ 4, 512 @ 2
///   e4        conv2 to 2048 @ 1, where the attributes join
///   d2 .. d8  deconv to 1024 @ 2, 768 @ 4, 512 @ 8, 256 @ 16, each but the last beside e3, e2, e1
///   u1 .. u3  twice as large, STNa and STNb in front of the first two, conv3: 128 64 32
///   out       conv5 to 3, linear
///
/// Batch norm and (leaky) ReLU as in Frn. At 64x64 u3 does not enlarge.
/// Yu et al., "Super-resolving Very Low-resolution Face Images with Supplementary Attributes",
/// CVPR 2018, and its released code.
class FaceAttr : public AttributeGenerator {
 public:
  using Options = FrnOptions;
  explicit FaceAttr(const Options& options);

  Variable operator()(const Variable& x, const Variable& attributes) override;

 private:
  Options options_;
  ConvBlock &e1_, &e2_, &e3_, &e4_;
  UpBlock &d2_, &d4_, &d6_, &d8_;
  SpatialTransformer *stna_ = nullptr, *stnb_ = nullptr;
  ConvBlock &u1_, &u2_, &u3_;
  Conv2d& out_;
};

}  // namespace mien
