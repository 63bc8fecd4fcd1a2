#include <boost/test/unit_test.hpp>

#include "data/caption.h"
#include "data/tile_grid.h"

using namespace mien;

namespace {

Tensor flat(Index height, Index width, int value) {
  return full({height, width, 3}, value, DType::uint8);
}

int at(const Tensor& image, Index y, Index x) {
  return image.data<std::uint8_t>()[(y * image.dim(1) + x) * 3];
}

}  // namespace

BOOST_AUTO_TEST_SUITE(grids)

BOOST_AUTO_TEST_CASE(pictures_stand_centred_in_their_cells) {
  const Tensor grid = tile_grid({{flat(2, 3, 10), flat(4, 1, 20)}, {flat(1, 1, 30)}}, {.gap = 1});
  BOOST_TEST(grid.shape() == (Shape{1 + 4 + 1 + 1 + 1, 1 + 3 + 1 + 1 + 1, 3}));
  BOOST_TEST(at(grid, 2, 1) == 10);
  BOOST_TEST(at(grid, 1, 1) == 255);  // two rows high in a row of four
  BOOST_TEST(at(grid, 1, 5) == 20);
  BOOST_TEST(at(grid, 6, 2) == 30);
  BOOST_TEST(at(grid, 6, 5) == 255);  // the second row is short
  BOOST_TEST(at(grid, 0, 0) == 255);
}

BOOST_AUTO_TEST_CASE(captions_widen_their_column) {
  const Tensor words = render_text("recovered");
  const Tensor grid = tile_grid({{flat(8, 8, 10)}}, {.gap = 2, .column_captions = {"recovered"}});
  BOOST_TEST(grid.shape() == (Shape{2 + 12 + 2 + 8 + 2, 2 + words.dim(1) + 2, 3}));
  const Tensor named = tile_grid({{flat(8, 8, 10)}}, {.gap = 2, .row_captions = {"a"}});
  BOOST_TEST(named.dim(1) == 2 + render_text("a").dim(1) + 2 + 8 + 2);
}

// A bar is one upright stroke.
BOOST_AUTO_TEST_CASE(letters_have_the_shape_of_letters) {
  const Tensor bar = render_text("|");
  int dark = 0;
  for (Index y = 0; y < 12; ++y) dark += at(bar, y, 1) == 0 || at(bar, y, 0) == 0;
  BOOST_TEST(dark >= 6);
  BOOST_TEST(render_text("|", 3).shape() == (Shape{36, 3 * bar.dim(1), 3}));
}

BOOST_AUTO_TEST_CASE(other_characters_become_question_marks) {
  const Tensor odd = render_text("\x01\xE9"), marks = render_text("??");
  BOOST_TEST(
      std::equal(odd.raw(), odd.raw() + odd.bytes(), marks.raw(), marks.raw() + marks.bytes()));
  BOOST_TEST(render_text("").dim(0) == 12);
}

BOOST_AUTO_TEST_CASE(wrong_use_is_explained) {
  BOOST_CHECK_THROW(tile_grid({}), std::invalid_argument);
  BOOST_CHECK_THROW(tile_grid({{Tensor()}}), std::invalid_argument);
  BOOST_CHECK_THROW(tile_grid({{zeros({2, 2, 3})}}), std::invalid_argument);
  BOOST_CHECK_THROW(tile_grid({{flat(2, 2, 0)}}, {.gap = -1}), std::invalid_argument);
  BOOST_CHECK_THROW(render_text("a", 0), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
