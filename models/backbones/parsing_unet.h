#pragma once

#include <filesystem>
#include <memory>
#include <span>

#include "layers/conv2d.h"
#include "layers/conv_transpose2d.h"

namespace mien {

/// A small parser of faces: 19 parts for each pixel.
///
///   x  [N, H, W, 3] in [-1, 1], RGB, H and W multiples of 4 (256 as trained)
///   returns logits [N, H, W, 19] in the order of CelebAMask-HQ (kFaceParts)
///
///   enc1  32 @ 1    enc2  64 @ 1/2    bottleneck  128 @ 1/4
///   up1, dec1  64 @ 1/2    up2, dec2  32 @ 1    out  19 @ 1
///
/// Each is twice conv3 with ReLU; up is a 2x2 transposed convolution, joined to the encoder's map
/// of its size. Max pooling halves. 467,123 parameters. The published weights number the parts in
/// an order of their own, which their file's metadata `class_map_pred_to_celebamaskhq` translates.
class ParsingUNet : public Module {
 public:
  ParsingUNet();

  Variable operator()(const Variable& x) const;

  /// Where the part of CelebAMask-HQ stands among the maps of `out`.
  void set_order(const std::vector<Index>& order);

 private:
  struct Block {
    Conv2d *first, *second;
    Variable operator()(const std::vector<Variable>& maps) const;  // side by side
  };
  Block add_block(const std::string& name, Index in, Index out);

  Block enc1_, enc2_, bottleneck_;
  ConvTranspose2d& up1_;
  Block dec1_;
  ConvTranspose2d& up2_;
  Block dec2_;
  Conv2d& out_;
  std::vector<Index> order_;  // empty: as they come
};

/// Reads published weights and their order of parts; frozen. Throws SafetensorsError or
/// std::invalid_argument naming the file.
std::unique_ptr<ParsingUNet> load_parsing_unet(const std::filesystem::path& path);

/// The 19 parts of CelebAMask-HQ, in order.
inline constexpr const char* kFaceParts[] = {
    "background", "skin",     "nose",      "glasses", "left eye",  "right eye", "left brow",
    "right brow", "left ear", "right ear", "mouth",   "upper lip", "lower lip", "hair",
    "hat",        "earring",  "necklace",  "neck",    "cloth"};

/// Maps in another order: map k of the result is map order[k] of `logits`, or never the largest if
/// that is -1.
Variable reorder_parts(const Variable& logits, std::span<const Index> order);

/// The eight parts that ISEGAN works with, of the probabilities of the 19: background (and all that
/// is not named here), skin, brows, eyes, nose, inner mouth, lips, hair.
///
///   probabilities  [N, H, W, 19]      returns [N, H, W, 8], which sum to 1 as well
Variable eight_parts(const Variable& probabilities);

}  // namespace mien
