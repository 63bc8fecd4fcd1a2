#include "data/crop.h"

#include <algorithm>
#include <ostream>
#include <vector>

#include <xtensor/xadapt.hpp>
#include <xtensor/xview.hpp>

namespace mien {
namespace {

// An image [H, W, C] seen as an xtensor array over `elements`, the tensor's own memory.
template <class T>
auto image_view(T* elements, const Shape& shape) {
  return xt::adapt(elements, static_cast<std::size_t>(shape.numel()), xt::no_ownership(),
                   std::vector<std::size_t>(shape.begin(), shape.end()));
}

}  // namespace

std::ostream& operator<<(std::ostream& out, const Box& box) {
  return out << box.x << ',' << box.y << ',' << box.width << ',' << box.height;
}

Tensor crop(const Tensor& image, const Box& box) {
  check(image.rank() == 3, "crop: image must be [H, W, C], got ", image.shape());
  const Index height = image.dim(0), width = image.dim(1);
  // Written without sums of the caller's numbers, which could overflow.
  check(box.width > 0 && box.height > 0 && box.x >= 0 && box.y >= 0 && box.width <= width &&
            box.height <= height && box.x <= width - box.width && box.y <= height - box.height,
        "crop: box x,y,width,height = ", box, " must hold a pixel and lie inside the image of ",
        width, "x", height, " pixels");
  Tensor result({box.height, box.width, image.dim(2)}, image.dtype());
  visit_dtype(image.dtype(), [&]<class T>() {
    image_view(result.mutable_data<T>(), result.shape()) =
        xt::view(image_view(image.data<T>(), image.shape()), xt::range(box.y, box.y + box.height),
                 xt::range(box.x, box.x + box.width), xt::all());
  });
  return result;
}

Box centre_square(Index height, Index width) {
  const Index side = std::min(height, width);
  return {(width - side) / 2, (height - side) / 2, side, side};
}

Tensor crop_centre_square(const Tensor& image) {
  check(image.rank() == 3, "crop_centre_square: image must be [H, W, C], got ", image.shape());
  return crop(image, centre_square(image.dim(0), image.dim(1)));
}

}  // namespace mien
