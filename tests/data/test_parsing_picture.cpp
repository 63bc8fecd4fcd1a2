#include "data/parsing_picture.h"

#include <boost/test/unit_test.hpp>

#include "data/image_io.h"
#include "tests/data/temporary_folder.h"

using namespace mien;

namespace {

Tensor picture(const Shape& shape, const std::vector<std::uint8_t>& values) {
  return from_values<std::uint8_t>(shape, values);
}

auto mentions(const std::string& part) {
  return [=](const std::exception& e) {
    return std::string(e.what()).find(part) != std::string::npos;
  };
}

}  // namespace

BOOST_AUTO_TEST_SUITE(parsing_picture)

// 2x2 becomes 4x4: each part a block of four; 4x4 becomes 2x2: the pixel behind each middle.
BOOST_AUTO_TEST_CASE(sizes_change_by_nearest_pixels) {
  const Tensor large = one_hot_parsing(picture({2, 2, 1}, {0, 1, 2, 7}), 4);
  BOOST_TEST(large.shape() == (Shape{1, 4, 4, 8}));
  for (Index y = 0; y < 4; ++y) {
    for (Index x = 0; x < 4; ++x) {
      const Index parts[] = {0, 1, 2, 7};
      for (Index c = 0; c < 8; ++c) {
        const bool here = c == parts[y / 2 * 2 + x / 2];
        BOOST_TEST(large.data<float>()[(y * 4 + x) * 8 + c] == (here ? 1 : 0));
      }
    }
  }
  const Tensor small = one_hot_parsing(picture({4, 2, 1}, {0, 0, 3, 4, 0, 0, 5, 6}), 2);
  for (const Index at : {0 * 8 + 3, 1 * 8 + 4, 2 * 8 + 5, 3 * 8 + 6}) {
    BOOST_TEST(small.data<float>()[at] == 1);
  }
}

BOOST_AUTO_TEST_CASE(files_are_read_or_explained) {
  const TemporaryFolder folder;
  const auto path = folder / "parts.png";
  write_png(path, picture({1, 3, 1}, {0, 7, 3}));
  const Tensor classes = read_parsing_picture(path, 1, 3);
  BOOST_TEST((classes.data<std::uint8_t>()[1] == 7 && classes.data<std::uint8_t>()[2] == 3));
  BOOST_CHECK_EXCEPTION(read_parsing_picture(path, 3, 1), std::invalid_argument,
                        mentions("the size of its sketch, 1x3, got 3x1"));
  write_png(path, picture({1, 2, 1}, {0, 8}));
  BOOST_CHECK_EXCEPTION(read_parsing_picture(path, 1, 2), std::invalid_argument,
                        mentions("numbered 0 to 7, but pixel 1,0 is 8"));
  write_png(path, picture({1, 1, 3}, {1, 2, 1}));
  BOOST_CHECK_EXCEPTION(read_parsing_picture(path, 1, 1), std::invalid_argument,
                        mentions("pixel 0,0 has a colour"));
  BOOST_CHECK_THROW(one_hot_parsing(picture({1, 1, 3}, {1, 2, 1}), 2), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
