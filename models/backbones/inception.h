#pragma once

#include <filesystem>
#include <memory>

#include "models/backbones/conv_norm.h"

namespace mien {

/// Inception-v3 up to its global average: the features of FID.
///
///   x  [N, H, W, 3] in [-1, 1], RGB      returns [N, 2048]
///
/// The image is resized to 299x299 bilinearly. Every convolution is without bias, with batch norm
/// (epsilon 1e-3) and ReLU. Sizes and channels:
///
///   Conv2d_1a_3x3  s2     32 @ 149     Mixed_5b, 5c, 5d           256, 288, 288 @ 35
///   Conv2d_2a_3x3         32 @ 147     Mixed_6a                   768 @ 17
///   Conv2d_2b_3x3         64 @ 147     Mixed_6b, 6c, 6d, 6e       768 @ 17
///   max pooling           64 @ 73      Mixed_7a                  1280 @ 8
///   Conv2d_3b_1x1         80 @ 73      Mixed_7b, 7c              2048 @ 8
///   Conv2d_4a_3x3        192 @ 71
///   max pooling          192 @ 35
///
/// Names are torchvision's. `Variant::fid` is the TensorFlow graph that FID is defined by: its
/// average pools leave padding out of the mean and the branch of Mixed_7c pools by maximum.
/// `Variant::torchvision` counts padding and averages everywhere; its numbers are others.
/// 21,785,568 parameters. Szegedy et al., "Rethinking the Inception Architecture for Computer
/// Vision", CVPR 2016; Heusel et al., "GANs Trained by a Two Time-Scale Update Rule Converge to a
/// Local Nash Equilibrium", NIPS 2017.
class Inception : public Module {
 public:
  enum class Variant { fid, torchvision };
  struct Options {
    Variant variant = Variant::fid;
    Index size = 299;  ///< that images are resized to; at least 75
  };
  explicit Inception(const Options& options);

  Variable operator()(const Variable& x);

 private:
  /// Convolutions one after the other.
  using Chain = std::vector<ConvNorm*>;
  /// What the last branch of a block begins with.
  enum class Pool { none, average, maximum, reduction };
  struct Block {
    std::vector<Chain> branches;  // the last one behind the pooling, if there is one
    Pool pool = Pool::none;
    bool split_ends = false;  // 1x3 and 3x1 side by side: the last two of branches 1 and 2
  };
  struct Unit {
    const char* name;
    Index out;
    Extent kernel = 1;
    Index stride = 1;
    Extent padding = 0;
  };
  Chain add_chain(const std::string& block, Index in, const std::vector<Unit>& units);
  void add_stem();
  void add_a(const std::string& name, Index in, Index pool_width);
  void add_b(Index in);
  void add_c(const std::string& name, Index width);
  void add_d();
  void add_e(const std::string& name, Index in, Pool pool);
  Variable run(const Block& block, const Variable& x) const;
  Variable pooled(Pool pool, const Variable& x) const;

  Options options_;
  Chain stem_;
  std::vector<Block> blocks_;
};

/// Reads published weights under torchvision's names; frozen, in evaluation mode. Throws
/// SafetensorsError or std::invalid_argument naming the file.
std::unique_ptr<Inception> load_inception(const std::filesystem::path& path,
                                          Inception::Variant variant = Inception::Variant::fid);

}  // namespace mien
