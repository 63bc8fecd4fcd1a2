#pragma once

#include "layers/dropout.h"
#include "layers/spatial_transformer.h"
#include "models/recovery/blocks.h"

namespace mien {

/// What TANN makes of a small face.
struct FaceAndEmbedding {
  Variable embedding;  ///< [N, 2048]: what the triplet loss compares
  Variable face;       ///< [N, 128, 128, 3], linear: clamp before viewing
};

/// The generator of TANN: an aligned frontal face of a tiny one, turned and misaligned.
///
///   x  [N, 16, 16, 3] in [-1, 1]
///
///   e1  conv3   3 -> 32,   L1         32 @ 16      d1  conv1 512 -> 256         256 @ 2
///   e2  pool, conv3  32 -> 128, L2   128 @ 8       d2  up, conv3 256 -> 128     128 @ 4
///   e3  pool, conv3 128 -> 512       512 @ 4       d3  up, L3, conv3 128 -> 256  256 @ 8
///   e4  pool                         512 @ 2       d4  up, L4, conv3 256 -> 512  512 @ 16
///   e5  2048 -> 2048, the embedding                d5  up, L5, conv3 512 -> 256  256 @ 32
///                                                  d6  up, conv5 256 -> 128     128 @ 64
///                                                  d7  up, conv5 128 -> 64       64 @ 128
///                                                  d8  conv5 64 -> 3             3 @ 128
///
/// up doubles by nearest neighbours, pool is 2x2; each convolution but d8 has batch norm and ReLU;
/// L1 to L5 are spatial transformers. With `skips`, what d2, d3 and d4 make is joined to the maps
/// of e3, e2 and e1: d3 then maps 640 -> 320 channels, d4 448 -> 512, d5 544 -> 256. 10,031,139
/// parameters, 13,088,611 with skips. Yu et al., "Can We See More? Joint Frontalization and
/// Hallucination of Unaligned Tiny Faces", IEEE TPAMI 2019, and its code.
class Tann : public Module {
 public:
  static constexpr Index kInput = 16, kOutput = 128;
  struct Options {
    bool skips = false;
    Index width_divisor = 1;  ///< all widths are divided by it
    SpatialTransformer::Start start = SpatialTransformer::Start::identity;
  };
  explicit Tann(const Options& options);

  FaceAndEmbedding operator()(const Variable& x);
  /// The embedding alone, [N, 2048].
  Variable embed(const Variable& x);

 private:
  struct Plan;
  explicit Tann(const Plan& plan);
  /// What e1 to e5 make.
  struct Encoded {
    Variable m1, m2, m3, m4, embedding;
  };
  Encoded encode(const Variable& x);

  bool skips_;
  ConvBlock &e1_, &e2_, &e3_;
  Linear& e5_;
  ConvBlock &d1_, &d2_, &d3_, &d4_, &d5_, &d6_, &d7_;
  Conv2d& d8_;
  SpatialTransformer &l1_, &l2_, &l3_, &l4_, &l5_;
};

/// The discriminator of TANN and of its ancestors.
///
///   x  [N, 128, 128, 3] in [-1, 1]      returns logits [N, 1]; the sigmoid is in the losses
///
///   c1  conv5  3 -> 32, pool, ReLU     32 @ 64      c4  conv5 128 -> 96, ReLU, pool  96 @ 8
///   c2  conv5 32 -> 64, pool, ReLU     64 @ 32      fc1 6144 -> 1024, ReLU, dropout 0.5
///   c3  conv5 64 -> 128, pool, ReLU   128 @ 16      fc2 1024 -> 1
///
/// Each c is followed by spatial dropout (0.2). No batch norm. In training it draws dropout masks,
/// so a RandomStep must live. 6,859,425 parameters.
class TannDiscriminator : public Module {
 public:
  struct Options {
    Index width_divisor = 1;
    double spatial_dropout = 0.2, dropout = 0.5;
  };
  explicit TannDiscriminator(const Options& options);

  Variable operator()(const Variable& x);

 private:
  struct Stage {
    Conv2d* conv;
    SpatialDropout* dropout;
  };
  std::vector<Stage> stages_;
  Linear *fc1_, *fc2_;
  Dropout* dropout_;
};

/// What TANN and its ancestors see of an image of Tann::kOutput pixels a side: the mean of each of
/// its blocks, a face of Tann::kInput.
///
///   image  [N, 128, 128, 3]      returns [N, 16, 16, 3]
Variable tiny_face(const Variable& image);

/// Throws std::invalid_argument, naming the recipe, unless images have Tann::kOutput pixels a side.
void check_output_size(const char* recipe, Index size);

/// x [N, S, S, C] must be of that size; the error names `who`.
void check_image(const char* who, const Variable& x, Index size, Index channels);

}  // namespace mien
