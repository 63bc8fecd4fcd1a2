#include "data/degraded_photos.h"

#include <boost/test/unit_test.hpp>

#include "data/degradation.h"
#include "data/loader.h"
#include "data/make_faces.h"
#include "tests/data/temporary_folder.h"

using namespace mien;

BOOST_AUTO_TEST_SUITE(degraded_photos)

BOOST_AUTO_TEST_CASE(four_draws_are_seen_and_the_test_settings_are_not) {
  std::string names;
  for (const auto& style : degraded_photo_styles()) {
    names += style.name + (style.seen ? " " : "* ");
  }
  BOOST_TEST(names ==
             "degraded_1 degraded_2 degraded_3 degraded_4 bicubic_4x* degraded_4x* "
             "bicubic_8x* degraded_8x* ");
}

// Faces stay where they are, so that 4x alone is reduction and enlargement of the face itself.
BOOST_AUTO_TEST_CASE(portraits_are_of_unmoved_faces) {
  const TemporaryFolder folder;
  make_faces({.count = 8, .size = 16, .seed = 2}, folder / "faces");
  make_portraits(Dataset(folder / "faces"), degraded_photo_styles(),
                 {.misalign = no_misalignment()}, folder / "set");
  const Dataset set(folder / "set");
  BOOST_TEST(set.manifest().source.find("portraits not moved") != std::string::npos);
  int compared = 0;
  for (Index portrait : set.portraits_in(Split::test, StyleGroup::unseen)) {
    if (set.manifest().styles[set.style_of(portrait)].name != "bicubic_4x") continue;
    const Tensor expected =
        degrade(set.face_image(set.face_of(portrait)), {.scale = 4}, Random(1, "unused"));
    const auto bytes = set.portrait(portrait);
    BOOST_TEST(std::equal(bytes.begin(), bytes.end(), expected.data<std::uint8_t>()));
    ++compared;
  }
  BOOST_TEST(compared > 0);
}

// Two draws for one face differ; the same draw again does not.
BOOST_AUTO_TEST_CASE(draws_differ_by_style_and_face) {
  const TemporaryFolder folder;
  make_faces({.count = 8, .size = 16, .seed = 2}, folder / "faces");
  const Dataset faces(folder / "faces");
  const auto styles = degraded_photo_styles();
  const Tensor face = faces.face_image(0);
  const auto made = [&](const char* style, std::uint64_t step) {
    return styles[0].apply(face, Random(1, style, step));
  };
  const auto same = [](const Tensor& a, const Tensor& b) {
    return std::equal(a.data<std::uint8_t>(), a.data<std::uint8_t>() + a.numel(),
                      b.data<std::uint8_t>());
  };
  BOOST_TEST(same(made("a", 0), made("a", 0)));
  BOOST_TEST(!same(made("a", 0), made("b", 0)));
  BOOST_TEST(!same(made("a", 0), made("a", 1)));
}

// Each photo anew in each epoch, the same way wherever a run begins.
BOOST_AUTO_TEST_CASE(a_loader_degrades_anew) {
  const TemporaryFolder folder;
  make_faces({.count = 8, .size = 16, .seed = 2}, folder / "faces");
  make_portraits(Dataset(folder / "faces"), degraded_photo_styles(),
                 {.misalign = no_misalignment()}, folder / "set");
  const Dataset set(folder / "set");
  const auto first_input = [&](bool degrade, Index epoch) {
    Loader loader(set, {0, 1}, {.batch = 1, .shuffle = false, .degrade = degrade}, 2 * epoch);
    const Batch batch = loader.next();
    return std::vector<float>(batch.input.span<float>().begin(), batch.input.span<float>().end());
  };
  BOOST_TEST((first_input(false, 0) == first_input(false, 1)));
  BOOST_TEST((first_input(true, 0) != first_input(false, 0)));
  BOOST_TEST((first_input(true, 0) != first_input(true, 1)));
  BOOST_TEST((first_input(true, 1) == first_input(true, 1)));
  make_portraits(Dataset(folder / "faces"), painted_portrait_styles(), {}, folder / "painted");
  const Dataset painted(folder / "painted");
  BOOST_CHECK_EXCEPTION(Loader(painted, {0}, {.degrade = true}), DatasetError, [](const auto& e) {
    return std::string(e.what()).find("expected degraded photographs") != std::string::npos;
  });
}

BOOST_AUTO_TEST_SUITE_END()
