#include "data/pencil_sketch.h"

#include <algorithm>
#include <boost/test/unit_test.hpp>

#include "data/dataset.h"
#include "data/degraded_photos.h"
#include "data/face_class.h"
#include "data/make_faces.h"
#include "data/sketched_photos.h"
#include "tests/data/small_dataset.h"
#include "tests/data/temporary_folder.h"

using namespace mien;

namespace {

const Random kHand(1, "hand");

Tensor flat(Index side, std::uint8_t level) {
  Tensor image({side, side, 3}, DType::uint8);
  std::ranges::fill(image.mutable_span<std::uint8_t>(), level);
  return image;
}

// A disc about the middle: `inside` there, `outside` around it.
Tensor disc(Index side, Index channels, std::uint8_t inside, std::uint8_t outside) {
  Tensor image({side, side, channels}, DType::uint8);
  auto* out = image.mutable_data<std::uint8_t>();
  for (Index y = 0; y < side; ++y) {
    for (Index x = 0; x < side; ++x) {
      const Index dx = 2 * x + 1 - side, dy = 2 * y + 1 - side;
      const bool within = 4 * (dx * dx + dy * dy) < side * side;
      for (Index c = 0; c < channels; ++c) *out++ = within ? inside : outside;
    }
  }
  return channels == 1 ? image.reshape({side, side}) : image;
}

bool same(const Tensor& a, const Tensor& b) {
  return std::ranges::equal(a.span<std::uint8_t>(), b.span<std::uint8_t>());
}

double share_unlike(const Tensor& a, const Tensor& b) {
  Index unlike = 0;
  for (Index i = 0; i < a.numel(); ++i) {
    unlike += a.data<std::uint8_t>()[i] != b.data<std::uint8_t>()[i];
  }
  return static_cast<double>(unlike) / static_cast<double>(a.numel());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(pencil_sketch_suite)

BOOST_AUTO_TEST_CASE(drawings_are_grey_and_dark_where_shapes_end) {
  const Tensor drawing = pencil_sketch(disc(64, 3, 200, 40), {.exaggeration = 0}, kHand);
  const auto* pixels = drawing.data<std::uint8_t>();
  const auto at = [&](Index x, Index y) { return int{pixels[(y * 64 + x) * 3]}; };
  for (Index i = 0; i < drawing.numel(); i += 3) {
    BOOST_REQUIRE((pixels[i] == pixels[i + 1] && pixels[i] == pixels[i + 2]));
  }
  BOOST_TEST(at(32, 32) > 225);             // paper
  BOOST_TEST(at(14, 32) < at(2, 32) - 20);  // the outline is darker than the hatching beyond
  BOOST_TEST(at(2, 32) < 200);
}

BOOST_AUTO_TEST_CASE(an_empty_picture_stays_paper) {
  for (const std::uint8_t level : {10, 240}) {
    const Tensor drawing = pencil_sketch(flat(32, level), {}, kHand);
    BOOST_TEST(std::ranges::min(drawing.span<std::uint8_t>()) > 200);
  }
}

// The drawing of a face twice as dark is the same but for rounding.
BOOST_AUTO_TEST_CASE(dark_skin_is_drawn_as_light_as_any) {
  const Tensor light = pencil_sketch(disc(64, 3, 240, 120), {}, kHand);
  const Tensor dark = pencil_sketch(disc(64, 3, 120, 60), {}, kHand);
  for (Index i = 0; i < light.numel(); ++i) {
    BOOST_REQUIRE(std::abs(light.data<std::uint8_t>()[i] - dark.data<std::uint8_t>()[i]) <= 1);
  }
}

BOOST_AUTO_TEST_CASE(chance_comes_from_the_random_alone) {
  const Tensor image = disc(32, 3, 200, 40);
  BOOST_TEST(same(pencil_sketch(image, {}, kHand), pencil_sketch(image, {}, kHand)));
  BOOST_TEST(
      !same(pencil_sketch(image, {}, kHand), pencil_sketch(image, {}, Random(1, "hand", 1))));
}

// The parsing of a disc is a disc whose border wavers, and moves as far as the drawing does.
BOOST_AUTO_TEST_CASE(parsings_go_with_their_drawings) {
  const Tensor parsing = disc(64, 1, 1, 0);
  const double still =
      share_unlike(pencil_sketch_parsing(parsing, {.exaggeration = 0}, kHand), parsing);
  const double moved =
      share_unlike(pencil_sketch_parsing(parsing, {.exaggeration = 0.1}, kHand), parsing);
  BOOST_TEST((0 < still && still < 0.04), still);
  BOOST_TEST((still < moved && moved < 0.3), moved);
  const Tensor wide = pencil_sketch_parsing(parsing, {.exaggeration = 0.1}, kHand);
  const Tensor drawn = pencil_sketch(disc(64, 3, 250, 5), {.exaggeration = 0.1}, kHand);
  double inside = 0, outside = 0, inner = 0, outer = 0;
  for (Index i = 0; i < wide.numel(); ++i) {
    const bool within = wide.data<std::uint8_t>()[i] == 1;
    (within ? inside : outside) += drawn.data<std::uint8_t>()[3 * i];
    (within ? inner : outer) += 1;
  }
  BOOST_TEST(inside / inner > outside / outer + 60);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_drawn_is_refused) {
  BOOST_CHECK_THROW(pencil_sketch(flat(7, 0), {}, kHand), std::invalid_argument);
  BOOST_CHECK_THROW(pencil_sketch(zeros({16, 16, 3}), {}, kHand), std::invalid_argument);
  BOOST_CHECK_THROW(pencil_sketch(Tensor(), {}, kHand), std::invalid_argument);
  BOOST_CHECK_THROW(pencil_sketch_parsing(flat(16, 0), {}, kHand), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(sketches_are_stored_with_their_parsings) {
  const TemporaryFolder folder;
  make_faces({.count = 8, .size = 32, .seed = 2}, folder / "faces");
  const Dataset faces(folder / "faces");
  make_portraits(faces, sketched_photo_styles(), {.seed = 4, .misalign = no_misalignment()},
                 folder / "set");
  const Dataset set(folder / "set");
  BOOST_TEST(set.manifest().has_portrait_parsing);
  for (Index i = 0; i < set.portrait_count(); ++i) {
    const auto photo = set.parsing_of_face(set.face_of(i)), sketch = set.parsing_of_portrait(i);
    BOOST_TEST(std::ranges::equal(photo, faces.parsing_of_face(set.face_of(i))));
    BOOST_TEST(!std::ranges::equal(photo, sketch));
    BOOST_TEST(sketch.size() == 32u * 32u);
    BOOST_TEST(std::ranges::max(sketch) < kFaceClasses);
  }
}

BOOST_AUTO_TEST_CASE(sketches_need_still_faces_with_parsings) {
  const TemporaryFolder folder;
  make_faces({.count = 8, .size = 16, .seed = 2}, folder / "faces");
  write_small_dataset(folder / "small");
  const Dataset faces(folder / "faces"), small(folder / "small");
  const PortraitsOptions still{.misalign = no_misalignment()};
  BOOST_CHECK_THROW(make_portraits(faces, sketched_photo_styles(), {}, folder / "set"),
                    std::invalid_argument);
  BOOST_CHECK_EXCEPTION(make_portraits(small, sketched_photo_styles(), still, folder / "set"),
                        DatasetError, [](const DatasetError& e) {
                          return std::string(e.what()).find("mien-dataset faces") !=
                                 std::string::npos;
                        });
  auto mixed = sketched_photo_styles();
  mixed.push_back(painted_portrait_styles().front());
  BOOST_CHECK_THROW(make_portraits(faces, mixed, still, folder / "set"), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(shards_hold_no_class_there_is_not) {
  const TemporaryFolder folder;
  ShardWriter writer(folder.path(), "portraits", 4, portrait_columns(true));
  const Tensor image = marked_image(4, 1);
  Tensor parsing({4, 4}, DType::uint8);
  std::ranges::fill(parsing.mutable_span<std::uint8_t>(), std::uint8_t{7});
  writer.add(image, {0, 0}, {.parsing = parsing});
  parsing.mutable_data<std::uint8_t>()[3] = 8;
  BOOST_CHECK_THROW(writer.add(image, {0, 0}, {.parsing = parsing}), std::invalid_argument);
  BOOST_CHECK_THROW(writer.add(image, {0, 0}), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
