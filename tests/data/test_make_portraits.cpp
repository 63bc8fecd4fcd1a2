#include "data/make_portraits.h"

#include <boost/test/unit_test.hpp>
#include <fstream>

#include "data/check_dataset.h"
#include "data/contact_sheet.h"
#include "data/tiny_faces.h"
#include "tensor/input_file.h"
#include "tests/data/small_dataset.h"
#include "tests/data/temporary_folder.h"

using namespace mien;

namespace {

// A style that adds to each pixel's red, so that the style can be told from the result.
PortraitStyle tint(const std::string& name, bool seen, int amount) {
  return {name, seen, [amount](const Tensor& image, const Random&) {
            Tensor tinted = image.clone();
            for (Index i = 0; i < tinted.numel(); i += 3) {
              tinted.mutable_data<std::uint8_t>()[i] += static_cast<std::uint8_t>(amount);
            }
            return tinted;
          }};
}

struct Fixture {
  TemporaryFolder folder;
  PortraitsOptions still;
  Fixture() {
    write_small_dataset(folder / "faces");
    still.misalign = {.max_rotation = 0, .max_shift = 0, .min_scale = 1, .max_scale = 1};
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(make_portraits_of_faces, Fixture)

BOOST_AUTO_TEST_CASE(seen_styles_paint_all_and_unseen_ones_held_out_people) {
  const Dataset faces(folder / "faces");
  make_portraits(faces, {tint("a", true, 50), tint("b", false, 70)}, still, folder / "out");
  const Dataset made(folder / "out");
  BOOST_TEST(made.face_count() == 10);
  BOOST_TEST(made.portrait_count() == 10 + 3);  // one validates, two test
  BOOST_TEST(made.portraits_in(Split::train, StyleGroup::unseen).empty());
  BOOST_TEST(made.portraits_in(Split::test, StyleGroup::unseen).size() == 2u);
  for (Index i = 0; i < made.portrait_count(); ++i) {
    const Index face = made.face_of(i);
    BOOST_TEST(made.face(face)[0] == face);  // the target is the face as it was
    BOOST_TEST(made.portrait(i)[0] == face + (made.style_of(i) == 0 ? 50 : 70));
  }
  BOOST_TEST(check_dataset(folder / "out").good());
}

BOOST_AUTO_TEST_CASE(all_styles_paint_the_same_misaligned_face) {
  const Dataset faces(folder / "faces");
  make_portraits(faces, {tint("a", true, 0), tint("b", true, 0)}, {.seed = 3}, folder / "out");
  const Dataset made(folder / "out");
  int moved = 0;
  for (Index i = 0; i < made.portrait_count(); i += 2) {
    const auto a = made.portrait(i), b = made.portrait(i + 1), face = made.face(made.face_of(i));
    BOOST_TEST(std::equal(a.begin(), a.end(), b.begin()));
    moved += !std::equal(a.begin(), a.end(), face.begin());
  }
  BOOST_TEST(moved == 10);
}

BOOST_AUTO_TEST_CASE(painted_portraits_are_the_same_for_any_threads) {
  make_faces({.count = 5, .size = 16, .seed = 1}, folder / "drawn");
  const Dataset faces(folder / "drawn");
  const auto styles = painted_portrait_styles();
  BOOST_TEST(styles.size() == 8u);
  make_portraits(faces, styles, {.seed = 2, .threads = 1}, folder / "one");
  make_portraits(faces, styles, {.seed = 2, .threads = 3}, folder / "three");
  for (const std::string name :
       {"manifest.json", "faces-00000.safetensors", "portraits-00000.safetensors"}) {
    BOOST_TEST((read_file(folder / "one" / name) == read_file(folder / "three" / name)));
  }
  BOOST_TEST(Dataset(folder / "one").landmarks_of(4).data<float>()[0] ==
             faces.landmarks_of(4).data<float>()[0]);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_made_is_refused) {
  const Dataset faces(folder / "faces");
  const auto make = [&](const std::vector<PortraitStyle>& styles, const std::string& out) {
    make_portraits(faces, styles, still, folder / out);
  };
  BOOST_CHECK_THROW(make({}, "out"), std::invalid_argument);
  BOOST_CHECK_THROW(make({tint("a", false, 1)}, "out"), std::invalid_argument);
  BOOST_CHECK_THROW(make({tint("a", true, 1), tint("a", true, 2)}, "out"), std::invalid_argument);
  BOOST_CHECK_THROW(make({tint("a", true, 1)}, "faces"), DatasetError);
  BOOST_TEST(Dataset(folder / "faces").portrait_count() == 20);  // untouched
}

// Faces of 4x4 are too small for all of these; so is a face for the unseen style, which paints none
// of those who train.
BOOST_AUTO_TEST_CASE(what_a_style_refuses_leaves_the_folder_as_it_was) {
  const Dataset faces(folder / "faces");
  write_small_dataset(folder / "out");
  const PortraitStyle picky{"picky", false, [](const Tensor& image, const Random&) {
                              check(image.dim(0) > 4, "too small");
                              return image;
                            }};
  for (const auto& styles :
       {painted_portrait_styles(), tiny_face_styles(), {tint("a", true, 1), picky}}) {
    BOOST_CHECK_THROW(make_portraits(faces, styles, still, folder / "out"), std::invalid_argument);
    BOOST_TEST(check_dataset(folder / "out").good());
  }
}

BOOST_AUTO_TEST_CASE(a_style_that_fails_leaves_nothing_that_looks_complete) {
  const Dataset faces(folder / "faces");
  const PortraitStyle broken{"broken", true, [](const Tensor& image, const Random&) {
                               if (image.data<std::uint8_t>()[0] == 5) throw std::runtime_error("");
                               return image;
                             }};
  BOOST_CHECK_THROW(make_portraits(faces, {broken}, still, folder / "out"), std::runtime_error);
  BOOST_TEST(!std::filesystem::exists(folder / "out" / kManifestName));
  make_portraits(faces, {tint("a", true, 1)}, still, folder / "out");  // begins anew
  BOOST_TEST(check_dataset(folder / "out").good());
}

BOOST_AUTO_TEST_CASE(a_sheet_shows_faces_beside_their_portraits) {
  const Dataset set(folder / "faces");
  const Tensor sheet = contact_sheet(set, 2);
  BOOST_TEST(sheet.dtype() == DType::uint8);
  std::vector<int> reds;
  for (Index i = 0; i < sheet.numel(); i += 3) reds.push_back(sheet.data<std::uint8_t>()[i]);
  for (const int mark : {8, 9, 108, 109, 208, 209}) {  // the people of the test split
    BOOST_TEST(std::count(reds.begin(), reds.end(), mark) == 16);
  }
  BOOST_CHECK_THROW(contact_sheet(set, 0), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
