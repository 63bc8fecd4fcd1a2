#include "data/crop.h"

#include <algorithm>
#include <ostream>

#include "data/xtensor_view.h"

namespace mien {

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
    mutable_image_view<T>(result) =
        xt::view(image_view<T>(image), xt::range(box.y, box.y + box.height),
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

Tensor flip_horizontal(const Tensor& image) {
  check(image.rank() == 3, "flip_horizontal: image must be [H, W, C], got ", image.shape());
  Tensor result = empty_like(image);
  visit_dtype(image.dtype(), [&]<class T>() {
    mutable_image_view<T>(result) =
        xt::view(image_view<T>(image), xt::all(),
                 xt::range(xt::placeholders::_, xt::placeholders::_, -1), xt::all());
  });
  return result;
}

}  // namespace mien
