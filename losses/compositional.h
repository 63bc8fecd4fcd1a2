#pragma once

#include "autograd/variable.h"

namespace mien {

/// How the parts of a face are weighed.
enum class CompositionalForm {
  area,   ///< as printed in ISEGAN: each part's error divided by the part's area
  whole,  ///< as in the code of SCA-GAN: every part averaged over the whole image
};

struct CompositionalOptions {
  double delta = 0.7;  ///< share of the whole image, in [0, 1]; the parts have the rest
  CompositionalForm form = CompositionalForm::area;
  double spare_area = 1;  ///< pixels added to each area, so that an absent part is no division by 0
};

/// Absolute error of an image and of each part of the face in it:
///
///   area   delta |y - t|_1 / (H W)
///          + (1 - delta) sum over c of |(y - t) p_c|_1 / (sum(p_c) + spare)
///   whole  delta mean |y - t| + (1 - delta) sum over c of mean |(y - t) p_c|
///
///   y, target  [N, H, W, C]      parts p  [N, H, W, P] in [0, 1]      returns a scalar
///
/// |.|_1 sums over rows, columns and colours of one image; the batch is averaged. So `area` is
/// about C times `whole` for the whole image, and counts a small part as much as a large one. The
/// parts are constants: a network could otherwise lower the loss by calling every pixel something
/// else. Throws std::invalid_argument for shapes that do not fit and options out of range. ISEGAN,
/// the stage losses; Yu et al., "Toward Realistic Face Photo-Sketch Synthesis via Composition-Aided
/// GANs", IEEE Trans. Cybernetics 2020, and the code of SCA-GAN.
Variable compositional_loss(const Variable& y, const Variable& target, const Tensor& parts,
                            const CompositionalOptions& options = {});

}  // namespace mien
