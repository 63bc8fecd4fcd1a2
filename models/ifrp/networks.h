#pragma once

#include "layers/spatial_transformer.h"
#include "models/recovery/blocks.h"
#include "models/recovery/generator.h"

namespace mien {

/// What SRN-C and SRN-P have in common. At 128x128 they are the networks of the paper. At 64x64
/// every map is half as large: the bottleneck is 512 @ 1, and the localisation nets skip their
/// first pooling.
struct SrnOptions {
  Index size = 128;         ///< 64 or 128
  Index width_divisor = 1;  ///< all widths are divided by it
  bool transformers = true;
  SpatialTransformer::Start start = SpatialTransformer::Start::identity;
};

/// The convolutional encoder of both variants: sizes for 128x128 inputs.
///
///   e1  conv5 3->16,    pool   16 @ 64        e4  conv3 64->128,  [STN3], pool  128 @ 8
///   e2  conv5 16->32,   STN1, pool  32 @ 32   e5  conv1 128->256, pool          256 @ 4
///   e3  conv3 32->64,   STN2, pool  64 @ 16   e6  conv1 256->512, pool          512 @ 2
///   fc  flatten, 2048->2048, no activation    512 @ 2
///
/// Each convolution is followed by batch norm and leaky ReLU (0.2). STN3 belongs to SRN-P.
class SrnEncoder : public Module {
 public:
  struct Options : SrnOptions {
    bool third_transformer = false;
  };
  explicit SrnEncoder(const Options& options);

  Variable operator()(const Variable& x);

 private:
  Index size_;
  ConvBlock &e1_, &e2_, &e3_, &e4_, &e5_, &e6_;
  SpatialTransformer *stn1_ = nullptr, *stn2_ = nullptr, *stn3_ = nullptr;
  Linear& fc_;
};

/// SRN-C: the style removal network of the released code of IFRP. 8,364,451 parameters at 128x128.
///
/// Nearest-neighbour upsampling and convolutions with ReLU in the decoder, three transformers.
class SrnC : public Generator {
 public:
  using Options = SrnOptions;
  explicit SrnC(const Options& options);

  Variable operator()(const Variable& x) override;

 private:
  SrnEncoder& encoder_;
  ConvBlock &d1_, &d2_, &d3_, &d4_, &d5_, &d6_, &d7_;
  SpatialTransformer* stn3_ = nullptr;
  Conv2d& d8_;
};

/// SRN-P: the style removal network as the paper describes it. 13,121,119 parameters at 128x128,
/// 11,461,379 without transformers (which is the SRN of FDNN).
///
/// Transposed convolutions with leaky ReLU (0.2) in the decoder, four transformers.
/// Shiri et al., WACV 2018, section 3 and Tables 3-6 of its supplement; decoder widths inferred.
class SrnP : public Generator {
 public:
  using Options = SrnOptions;
  explicit SrnP(const Options& options);

  Variable operator()(const Variable& x) override;

 private:
  SrnEncoder& encoder_;
  UpBlock &d1_, &d2_, &d3_, &d4_, &d5_, &d6_;
  SpatialTransformer* stn4_ = nullptr;
  ConvTranspose2d& d7_;
};

}  // namespace mien
