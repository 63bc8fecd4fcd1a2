#include "layers/linear.h"

#include "autograd/ops/arithmetic.h"
#include "autograd/ops/cast.h"
#include "autograd/ops/matmul.h"

namespace mien {
namespace {

const Linear::Options& checked(const Linear::Options& o) {
  check(o.in_features > 0 && o.out_features > 0, "Linear: sizes must be positive, got ",
        o.in_features, " to ", o.out_features);
  const auto fits = [](const Shape& image, Index features) {
    return image.rank() == 0 || (image.rank() == 3 && image.numel() == features);
  };
  check(fits(o.from_image, o.in_features), "Linear: from_image ", o.from_image,
        " does not flatten to ", o.in_features);
  check(fits(o.to_image, o.out_features), "Linear: to_image ", o.to_image, " does not flatten to ",
        o.out_features);
  return o;
}

Shape side(const Shape& image, Index features) { return image.rank() ? image : Shape{features}; }

Initializer either(const Initializer& given, Index fan_in) {
  return given ? given : init::fan_in(fan_in);
}

}  // namespace

Linear::Linear(const Options& options)
    : options_(checked(options)),
      weight_(add_parameter("weight", {options.out_features, options.in_features},
                            either(options.weight_init, options.in_features),
                            FileLayout::linear(side(options.to_image, options.out_features),
                                               side(options.from_image, options.in_features)))) {
  if (!options.bias) return;
  bias_ =
      &add_parameter("bias", {options.out_features}, either(options.bias_init, options.in_features),
                     FileLayout::flattened(options.to_image));
}

Variable Linear::operator()(const Variable& x) const {
  const LayerScope scope(path());
  check(x.rank() == 2 && x.dim(1) == options_.in_features, "Linear ", path(), ": x must be [N, ",
        options_.in_features, "], got ", x.shape());
  const Variable y = matmul(widened(x), weight_, {.transpose_b = true});
  return cast(bias_ ? y + *bias_ : y, x.dtype());
}

}  // namespace mien
