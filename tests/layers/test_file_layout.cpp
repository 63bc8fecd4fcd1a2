#include <boost/test/unit_test.hpp>
#include <numeric>

#include "layers/file_layout.h"

using namespace mien;

namespace {

Tensor counted(const Shape& shape) {
  Tensor x(shape);
  std::iota(x.mutable_data<float>(), x.mutable_data<float>() + x.numel(), 0.0f);
  return x;
}

void expect(const Tensor& x, const std::vector<float>& values) {
  const auto span = x.span<float>();
  BOOST_TEST(std::vector<float>(span.begin(), span.end()) == values,
             boost::test_tools::per_element());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(file_layout)

// One output channel, 1x2 pixels, 2 input channels: (p0c0, p0c1, p1c0, p1c1) is stored channel
// by channel.
BOOST_AUTO_TEST_CASE(filters_are_stored_channels_first) {
  const auto layout = FileLayout::filter({1, 1, 2, 2});
  const Tensor stored = layout.to_file(counted({1, 1, 2, 2}));
  BOOST_TEST(stored.shape() == (Shape{1, 2, 1, 2}));
  expect(stored, {0, 2, 1, 3});
  expect(layout.from_file(stored), {0, 1, 2, 3});
}

// A flattened image of 1x2 pixels and 2 channels, to the same kind of image.
BOOST_AUTO_TEST_CASE(linear_layers_between_images_permute_both_sides) {
  const Shape image{1, 2, 2};
  const auto layout = FileLayout::linear(image, image);
  const Tensor stored = layout.to_file(counted({4, 4}));
  BOOST_TEST(stored.shape() == (Shape{4, 4}));
  expect(stored, {0, 2, 1, 3, 8, 10, 9, 11, 4, 6, 5, 7, 12, 14, 13, 15});
  expect(layout.from_file(stored).reshape({16}),
         {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15});
}

BOOST_AUTO_TEST_CASE(plain_parameters_stay_as_they_are) {
  const Tensor x = counted({2, 3});
  expect(FileLayout().to_file(x), {0, 1, 2, 3, 4, 5});
  expect(FileLayout::linear({2}, {3}).to_file(x), {0, 1, 2, 3, 4, 5});
}

BOOST_AUTO_TEST_CASE(another_shape_in_the_file_is_refused) {
  BOOST_CHECK_THROW(FileLayout::filter({1, 1, 2, 2}).from_file(counted({1, 2, 2, 1})),
                    std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
