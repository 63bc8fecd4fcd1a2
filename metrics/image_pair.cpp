#include "metrics/image_pair.h"

namespace mien {

void check_image_pair(const Tensor& image, const Tensor& reference, const char* metric) {
  for (const Tensor* tensor : {&image, &reference}) {
    check(tensor->defined() && tensor->dtype() == DType::uint8 && tensor->rank() == 3 &&
              tensor->dim(2) == 3 && tensor->numel() > 0,
          metric, ": images must be uint8 [H, W, 3], got ", tensor->dtype(), " ", tensor->shape());
  }
  check(image.shape() == reference.shape(), metric, ": images differ in size: ", image.shape(),
        " and ", reference.shape());
}

}  // namespace mien
