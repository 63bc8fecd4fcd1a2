#pragma once

#include "models/tann/networks.h"

namespace mien {

/// URDGN: 16x16 to 128x128 without transformers, for aligned faces.
///
///   x  [N, 16, 16, 3]      returns [N, 128, 128, 3], linear
///
///   c1  conv3  3 -> 16, up    16 @ 32       c4  conv5 128 -> 256   256 @ 128
///   c2  conv3 16 -> 64, up    64 @ 64       c5  conv5 256 -> 3       3 @ 128
///   c3  conv5 64 -> 128, up  128 @ 128
///
/// Batch norm and ReLU but in c5. 1,054,243 parameters. Yu and Porikli, "Ultra-resolving Face
/// Images by Discriminative Generative Networks", ECCV 2016, and its code. The discriminator of it
/// and of the two below is TannDiscriminator.
class Urdgn : public Module {
 public:
  struct Options {
    Index width_divisor = 1;  ///< all widths are divided by it
  };
  explicit Urdgn(const Options& options);

  Variable operator()(const Variable& x);

 private:
  ConvBlock &c1_, &c2_, &c3_, &c4_;
  Conv2d& c5_;
};

/// TDN: 16x16 to 128x128 with two transformers, for unaligned faces.
///
///   x  [N, 16, 16, 3]      returns [N, 128, 128, 3], linear
///
///   c1  conv3   3 -> 512, up, stn1  512 @ 32      c4  conv5 128 -> 64   64 @ 128
///   c2  conv3 512 -> 256, up, stn2  256 @ 64      c5  conv5  64 -> 3     3 @ 128
///   c3  conv5 256 -> 128, up        128 @ 128
///
/// Batch norm and ReLU but in c5. 3,383,571 parameters. With `deep_front`, the first and the last
/// stage of TDAE, c1 is conv5 3 -> 64 and conv3 64 -> 128, each with ReLU alone, then conv3 128 ->
/// 512. Yu and Porikli, "Face Hallucination with Tiny Unaligned Images by Transformative
/// Discriminative Neural Networks", AAAI 2017, and its code.
class Tdn : public Module {
 public:
  struct Options {
    bool transformers = true;
    bool deep_front = false;
    Index width_divisor = 1;
    SpatialTransformer::Start start = SpatialTransformer::Start::identity;
  };
  explicit Tdn(const Options& options);

  Variable operator()(const Variable& x);

 private:
  Conv2d *front1_ = nullptr, *front2_ = nullptr;
  ConvBlock &c1_, &c2_, &c3_, &c4_;
  Conv2d& c5_;
  SpatialTransformer *stn1_ = nullptr, *stn2_ = nullptr;
};

/// The second network of TDAE: a noisy upsampled face back to a clean aligned small one.
///
///   x  [N, 128, 128, 3]      returns [N, 16, 16, 3], linear
///
///   c1  conv5  3 -> 32, pool         32 @ 64      c4  pool, conv3 128 -> 256, stn2  256 @ 16
///   c2  conv5 32 -> 64, pool         64 @ 32      c5  conv3 256 -> 3                  3 @ 16
///   c3  conv3 64 -> 128, stn1       128 @ 32
///
/// Batch norm and ReLU but in c5.
class TdaeEncoder : public Module {
 public:
  struct Options {
    Index width_divisor = 1;
    SpatialTransformer::Start start = SpatialTransformer::Start::identity;
  };
  explicit TdaeEncoder(const Options& options);

  Variable operator()(const Variable& x);

 private:
  ConvBlock &c1_, &c2_, &c3_, &c4_;
  Conv2d& c5_;
  SpatialTransformer &stn1_, &stn2_;
};

/// TDAE: a noisy unaligned face of 16x16 to a large one, to a clean aligned small one, to the face.
///
///   decoder_1   Tdn with a deep front                         16 to 128
///   encoder     TdaeEncoder                                  128 to 16
///   decoder_2   Tdn with a deep front, no transformers        16 to 128
///
/// Each learns by itself, what is before it being done. 4,038,291, 646,083 and 2,879,875
/// parameters. Yu and Porikli, "Hallucinating Very Low-Resolution Unaligned and Noisy Face Images
/// by Transformative Discriminative Autoencoders", CVPR 2017, and its code.
class Tdae : public Module {
 public:
  struct Options {
    Index width_divisor = 1;
    SpatialTransformer::Start start = SpatialTransformer::Start::identity;
  };
  explicit Tdae(const Options& options);

  Tdn& decoder_1() { return decoder_1_; }
  TdaeEncoder& encoder() { return encoder_; }
  Tdn& decoder_2() { return decoder_2_; }

  /// Which of the three learned last: 0, 1 or 2. It is part of the state, so that a file says how
  /// far its training was.
  Index phase() const;
  void set_phase(Index phase);

 private:
  Tdn& decoder_1_;
  TdaeEncoder& encoder_;
  Tdn& decoder_2_;
  Tensor& phase_;
};

}  // namespace mien
