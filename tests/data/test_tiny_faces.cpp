#include "data/tiny_faces.h"

#include <boost/test/unit_test.hpp>

#include "data/resize.h"
#include "data/synthetic_face.h"
#include "tests/data/temporary_folder.h"

using namespace mien;

BOOST_AUTO_TEST_SUITE(tiny_faces)

BOOST_AUTO_TEST_CASE(blocks_show_the_reduced_face) {
  const auto styles = tiny_face_styles();
  BOOST_REQUIRE(styles.size() == 1u);
  BOOST_TEST(styles[0].seen);
  const Tensor face = render_face(draw_identity(1, 2), draw_photo(1, 2, 0), 32);
  const Tensor shown = styles[0].apply(face, Random(1, "unused")), small = resize(face, 4, 4);
  BOOST_TEST(shown.shape() == face.shape());
  for (Index row = 0; row < 32; ++row) {
    for (Index i = 0; i < 32 * 3; ++i) {
      const Index block = (row / 8 * 4 + i / 3 / 8) * 3 + i % 3;
      BOOST_REQUIRE(shown.span<std::uint8_t>()[row * 96 + i] == small.span<std::uint8_t>()[block]);
    }
  }
  BOOST_CHECK_THROW(styles[0].apply(zeros({12, 12, 3}, DType::uint8), Random(1, "unused")),
                    std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(targets_are_first_photos) {
  const TemporaryFolder folder;
  make_faces({.count = 9, .per_identity = 3, .size = 16, .turned = true}, folder / "faces");
  make_portraits(Dataset(folder / "faces"), tiny_face_styles(), {.first_photo = true},
                 folder / "set");
  const Dataset set(folder / "set");
  BOOST_TEST(set.portrait_count() == 9);
  for (Index portrait = 0; portrait < 9; ++portrait) {
    BOOST_TEST(set.face_of(portrait) == portrait / 3 * 3);
  }
}

// The nose goes where the head turns to; the frontal photo is aligned by the eyes.
BOOST_AUTO_TEST_CASE(turned_people_look_to_the_sides) {
  const TemporaryFolder folder;
  make_faces({.count = 10, .per_identity = 5, .size = 32, .turned = true}, folder / "faces");
  const Dataset faces(folder / "faces");
  for (Index person = 0; person < 2; ++person) {
    float nose[5];
    for (Index view = 0; view < 5; ++view) {
      nose[view] = faces.landmarks_of(5 * person + view).data<float>()[2 * 30];
      BOOST_TEST((faces.attributes_of(5 * person + view)[0] == faces.attributes_of(5 * person)[0]));
    }
    BOOST_TEST(std::abs(nose[0] - 16) < 1);
    BOOST_TEST((nose[1] < nose[2] && nose[2] < nose[0] && nose[0] < nose[3] && nose[3] < nose[4]));
  }
  BOOST_CHECK_THROW(make_faces({.count = 6, .per_identity = 6, .turned = true}, folder / "x"),
                    std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
