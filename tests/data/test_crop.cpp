#include <boost/test/unit_test.hpp>

#include "data/convert.h"
#include "data/crop.h"

using namespace mien;

namespace {

/// [height, width, 1] with the values 0, 1, 2 ... in reading order.
Tensor counted(Index height, Index width) {
  Tensor image({height, width, 1});
  for (Index i = 0; i < image.numel(); ++i) image.mutable_data<float>()[i] = float(i);
  return image;
}

std::vector<float> values(const Tensor& x) {
  return {x.span<float>().begin(), x.span<float>().end()};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(crop_and_convert)

BOOST_AUTO_TEST_CASE(a_box_is_columns_then_rows) {
  const Tensor part = crop(counted(4, 5), {.x = 1, .y = 2, .width = 3, .height = 2});
  BOOST_TEST(part.shape() == (Shape{2, 3, 1}));
  BOOST_TEST(values(part) == (std::vector<float>{11, 12, 13, 16, 17, 18}));
}

BOOST_AUTO_TEST_CASE(the_centre_square_is_in_the_middle) {
  BOOST_TEST(centre_square(4, 10) == (Box{3, 0, 4, 4}));
  BOOST_TEST(centre_square(7, 4) == (Box{0, 1, 4, 4}));
  BOOST_TEST(values(crop_centre_square(counted(2, 4))) == (std::vector<float>{1, 2, 5, 6}));
}

BOOST_AUTO_TEST_CASE(a_box_outside_the_image_is_explained) {
  const Tensor image = counted(4, 5);
  const Index huge = std::numeric_limits<Index>::max();
  for (const Box& box : {Box{-1, 0, 2, 2}, Box{0, -1, 2, 2}, Box{4, 0, 2, 2}, Box{0, 3, 2, 2},
                         Box{0, 0, 0, 1}, Box{1, 1, huge, huge}, Box{huge, 0, 1, 1}}) {
    BOOST_CHECK_THROW(crop(image, box), std::invalid_argument);
  }
  BOOST_CHECK_EXCEPTION(crop(image, {4, 0, 2, 3}), std::invalid_argument, [](const auto& error) {
    return std::string(error.what()) ==
           "crop: box x,y,width,height = 4,0,2,3 must hold a pixel and lie inside the image of 5x4 "
           "pixels";
  });
}

BOOST_AUTO_TEST_CASE(bytes_and_floats_convert_both_ways) {
  Tensor bytes({256}, DType::uint8);
  for (int i = 0; i < 256; ++i) bytes.mutable_data<std::uint8_t>()[i] = std::uint8_t(i);
  const Tensor floats = to_float(bytes);
  BOOST_TEST(floats.data<float>()[0] == -1);
  BOOST_TEST(floats.data<float>()[255] == 1);
  const Tensor back = to_uint8(floats);
  for (int i = 0; i < 256; ++i) BOOST_REQUIRE(back.data<std::uint8_t>()[i] == i);
}

BOOST_AUTO_TEST_CASE(values_out_of_range_saturate) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  const Tensor bytes = to_uint8(tensor({5}, {-2, 1.5, 1e30, -1e30, nan}));
  const std::vector<std::uint8_t> expected = {0, 255, 255, 0, 0};
  BOOST_TEST(std::vector<std::uint8_t>(bytes.data<std::uint8_t>(),
                                       bytes.data<std::uint8_t>() + 5) == expected);
  BOOST_CHECK_THROW(to_uint8(zeros({2}, DType::float64)), std::invalid_argument);
  BOOST_CHECK_THROW(to_float(zeros({2})), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(images_stack_into_a_batch_and_come_back) {
  const Tensor batch = stack_images({counted(2, 3), full({2, 3, 1}, 7)});
  BOOST_TEST(batch.shape() == (Shape{2, 2, 3, 1}));
  BOOST_TEST(values(image_of(batch, 0)) == values(counted(2, 3)));
  BOOST_TEST(image_of(batch, 1).data<float>()[5] == 7);
  BOOST_CHECK_THROW(stack_images({}), std::invalid_argument);
  BOOST_CHECK_THROW(stack_images({counted(2, 3), counted(3, 2)}), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
