#pragma once

#include "tensor/random.h"

namespace mien {

/// How attributes that do not belong to a face are chosen.
enum class WrongAttributes {
  any,  ///< with equal chances, one random attribute turned over, or another face's attributes
  last  ///< the last attribute (Young) set if it was not, else another face's: FaceAttr's code
};

/// For each face the attributes of somebody else, to teach a discriminator that looks at both.
///
///   attributes  [M, A], 0 or 1      others  [N, A], the vectors to take from
///   returns     [M, A], where `attributes` is; each row differs from that of `attributes`
///
/// A row that is to be another face's begins its search at a random one; where nobody differs, one
/// random attribute is turned over. The draws depend on `random` alone.
/// Throws std::invalid_argument unless A is positive and both agree in it.
/// Yu et al., "Super-resolving Very Low-resolution Face Images with Supplementary Attributes",
/// CVPR 2018, and its released code.
Tensor wrong_attributes(const Tensor& attributes, const Tensor& others, WrongAttributes how,
                        const Random& random);

}  // namespace mien
