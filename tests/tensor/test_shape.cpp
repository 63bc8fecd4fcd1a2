#include <boost/test/unit_test.hpp>

#include "tensor/shape.h"

using namespace mien;

BOOST_AUTO_TEST_SUITE(shape)

BOOST_AUTO_TEST_CASE(sizes_and_elements) {
  const Shape shape{2, 3, 4};
  BOOST_TEST(shape.rank() == 3);
  BOOST_TEST(shape[-1] == 4);
  BOOST_TEST(shape.numel() == 24);
  BOOST_TEST(Shape{}.numel() == 1);
  BOOST_TEST(shape.str() == "[2, 3, 4]");
  BOOST_TEST(shape.inserted(1, 7) == (Shape{2, 7, 3, 4}));
  BOOST_TEST(shape.removed(-1) == (Shape{2, 3}));
}

BOOST_AUTO_TEST_CASE(broadcasting_aligns_at_the_last_axis) {
  BOOST_TEST(broadcast({2, 3, 4}, {4}, "add") == (Shape{2, 3, 4}));
  BOOST_TEST(broadcast({2, 1, 4}, {3, 1}, "add") == (Shape{2, 3, 4}));
  BOOST_TEST(broadcast({}, {5}, "add") == (Shape{5}));
}

BOOST_AUTO_TEST_CASE(bad_shapes_are_explained) {
  BOOST_CHECK_EXCEPTION(broadcast({2, 3}, {2}, "add"), std::invalid_argument, [](const auto& e) {
    return std::string(e.what()) == "add: cannot broadcast [2, 3] with [2]";
  });
  BOOST_CHECK_THROW((Shape{-1}), std::invalid_argument);
  BOOST_CHECK_THROW((Shape{2}[1]), std::invalid_argument);
  BOOST_CHECK_THROW((Shape{2}.with(0, -1)), std::invalid_argument);
  BOOST_CHECK_THROW((Shape{2}.inserted(1, -1)), std::invalid_argument);
  BOOST_CHECK_THROW((Shape{Index{1} << 40, Index{1} << 40}.numel()), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
