#include "autograd/normalize_images.h"

#include "tests/autograd/image_ops.h"

using namespace mien;
using namespace mien::testing;

BOOST_AUTO_TEST_SUITE(normalize_images_of_pixels)

BOOST_AUTO_TEST_CASE(worked_example) {
  const Tensor pixels = tensor({2, 1, 3, 1}, {0, 255, 51, 0, 255, 51}, DType::uint8);
  const Tensor mirrored = tensor({2}, {0, 1}, DType::uint8);
  BOOST_TEST(values(Variable(normalize_images(pixels, mirrored))) ==
             (std::vector<float>{-1, 1, -0.6f, -0.6f, 1, -1}));
}

BOOST_AUTO_TEST_CASE(bad_input_is_explained) {
  const Tensor pixels = zeros({2, 1, 3, 1}, DType::uint8), mirrored = zeros({2}, DType::uint8);
  expect_error(
      [&] {
        normalize_images(zeros({2, 1, 3, 1}), mirrored);
      },
      "normalize_images: pixels must be uint8 [N, H, W, C], got float32 [2, 1, 3, 1]");
  expect_error([&] { normalize_images(pixels, zeros({3}, DType::uint8)); },
               "normalize_images: mirrored must be uint8 [2] on cpu, got uint8 [3] on cpu");
}

BOOST_AUTO_TEST_SUITE_END()
