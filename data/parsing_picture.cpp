#include "data/parsing_picture.h"

#include "data/image_io.h"

namespace mien {

Tensor read_parsing_picture(const std::filesystem::path& path, Index height, Index width) {
  const Tensor image = read_image(path);
  const std::string name = path.string();
  check(image.dim(0) == height && image.dim(1) == width, name,
        ": a parsing has the size of its sketch, ", width, "x", height, ", got ", image.dim(1), "x",
        image.dim(0));
  Tensor classes({height, width, 1}, DType::uint8);
  auto* out = classes.mutable_data<std::uint8_t>();
  const auto* pixel = image.data<std::uint8_t>();
  for (Index i = 0; i < height * width; ++i, pixel += 3) {
    check(pixel[0] == pixel[1] && pixel[0] == pixel[2], name,
          ": a parsing is a grey picture, but pixel ", i % width, ",", i / width, " has a colour");
    check(pixel[0] < kFaceClasses, name, ": the parts of a parsing are numbered 0 to ",
          kFaceClasses - 1, ", but pixel ", i % width, ",", i / width, " is ", int{pixel[0]});
    *out++ = pixel[0];
  }
  return classes;
}

Tensor one_hot_parsing(const Tensor& parsing, Index size) {
  check(parsing.dtype() == DType::uint8 && parsing.rank() == 3 && parsing.dim(2) == 1,
        "one_hot_parsing: needs a uint8 map [H, W, 1], got ", parsing.dtype(), " ",
        parsing.shape());
  const Index height = parsing.dim(0), width = parsing.dim(1);
  Tensor one_hot = zeros({1, size, size, kFaceClasses});
  float* out = one_hot.mutable_data<float>();
  for (Index r = 0; r < size; ++r) {
    for (Index c = 0; c < size; ++c, out += kFaceClasses) {
      const Index row = (2 * r + 1) * height / (2 * size), at = (2 * c + 1) * width / (2 * size);
      out[parsing.data<std::uint8_t>()[row * width + at]] = 1;
    }
  }
  return one_hot;
}

}  // namespace mien
