#include "data/rewrite_dataset.h"

#include <boost/test/unit_test.hpp>

#include "data/check_dataset.h"
#include "data/make_portraits.h"
#include "data/resize.h"
#include "data/resize_dataset.h"
#include "data/sketched_photos.h"
#include "tensor/input_file.h"
#include "tests/data/small_dataset.h"
#include "tests/data/temporary_folder.h"

using namespace mien;

namespace {

// Sketches with everything that can be known of faces, in 16 pixels.
struct Drawn {
  TemporaryFolder folder;
  Drawn() {
    make_faces({.count = 8, .per_identity = 2, .size = 16, .seed = 4}, folder / "faces");
    make_portraits(Dataset(folder / "faces"), sketched_photo_styles(),
                   {.misalign = {.max_rotation = 0, .max_shift = 0, .min_scale = 1}},
                   folder / "set");
  }
  std::string bytes(const std::string& name, const std::string& shard) const {
    return read_file(folder / name / (shard + "-00000.safetensors"));
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(rewriting_of_data_sets, Drawn)

BOOST_AUTO_TEST_CASE(nothing_changes_unless_asked_to) {
  const Dataset set(folder / "set");
  rewrite_dataset(set, {set.manifest()}, folder / "same", 1);
  for (const char* shard : {"faces", "portraits"}) {
    BOOST_TEST((bytes("same", shard) == bytes("set", shard)));
  }
  BOOST_TEST(
      (read_file(folder / "same" / kManifestName) == read_file(folder / "set" / kManifestName)));
}

// A guide is a number of its own beside the identity.
BOOST_AUTO_TEST_CASE(fields_are_added_and_kept_by_what_is_made_of_it) {
  const Dataset faces(folder / "faces");
  Rewriting guided{faces.manifest(), [](const KnownImage& face, Index number) {
                     KnownImage result = face;
                     result.numbers.push_back(static_cast<std::int32_t>(number ^ 1));
                     return result;
                   }};
  guided.manifest.has_guides = true;
  rewrite_dataset(faces, guided, folder / "guided", 3);
  make_portraits(Dataset(folder / "guided"), sketched_photo_styles(),
                 {.misalign = {.max_rotation = 0, .max_shift = 0, .min_scale = 1}},
                 folder / "sketches");
  BOOST_TEST(check_dataset(folder / "sketches").good());
  const Dataset made(folder / "sketches");
  for (Index face = 0; face < 8; ++face) {
    BOOST_TEST(made.guide_of(face) == (face ^ 1));
    BOOST_TEST(made.identity_of(face) == faces.identity_of(face));
  }
  BOOST_CHECK_THROW(faces.guide_of(0), DatasetError);
}

BOOST_AUTO_TEST_CASE(a_data_set_cannot_replace_its_source) {
  const Dataset set(folder / "set");
  BOOST_CHECK_THROW(rewrite_dataset(set, {set.manifest()}, folder / "set", 1), DatasetError);
  BOOST_TEST(check_dataset(folder / "set").good());
}

// What each image shows is the same at half the size, whatever the number of threads.
BOOST_AUTO_TEST_CASE(images_landmarks_and_parsings_are_resized_together) {
  const Dataset set(folder / "set");
  rewrite_dataset(set, resizing(set, 8), folder / "half", 1);
  rewrite_dataset(set, resizing(set, 8), folder / "again", 3);
  for (const char* shard : {"faces", "portraits"}) {
    BOOST_TEST((bytes("half", shard) == bytes("again", shard)));
  }
  const Dataset half(folder / "half");
  BOOST_TEST(half.size() == 8);
  const Tensor expected = resize(set.face_image(3), 8, 8);
  const auto image = half.face(3);
  BOOST_TEST(std::equal(image.begin(), image.end(), expected.data<std::uint8_t>()));
  for (Index i = 0; i < 136; ++i) {
    BOOST_TEST(2 * half.landmarks_of(3).data<float>()[i] == set.landmarks_of(3).data<float>()[i]);
  }
  BOOST_TEST(half.parsing_of_portrait(2).size() == 64u);
  BOOST_TEST(half.face_of(2) == set.face_of(2));
}

// Halved, each pixel covers four; most of what it sees decides, and nothing new appears.
BOOST_AUTO_TEST_CASE(most_of_what_a_pixel_covers_decides_its_class) {
  const Tensor parsing = from_values<std::uint8_t>({4, 4}, std::vector<std::uint8_t>{1, 1, 7, 7,  //
                                                                                     1, 2, 7, 7,  //
                                                                                     1, 1, 5, 5,  //
                                                                                     1, 1, 5, 5});
  const auto half = resize_parsing(parsing, 2);
  const std::vector<std::uint8_t> expected = {1, 7, 1, 5};
  BOOST_TEST(half.shape() == (Shape{2, 2}));
  BOOST_TEST(std::equal(expected.begin(), expected.end(), half.data<std::uint8_t>()));
  const auto same = resize_parsing(parsing, 4);
  BOOST_TEST(std::equal(same.data<std::uint8_t>(), same.data<std::uint8_t>() + 16,
                        parsing.data<std::uint8_t>()));
  BOOST_CHECK_THROW(resize_parsing(zeros({4, 4}), 2), std::invalid_argument);
  BOOST_CHECK_THROW(resizing(Dataset(folder / "set"), 0), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
