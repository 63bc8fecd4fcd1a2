#include "data/guides.h"

#include <boost/test/unit_test.hpp>
#include <cmath>

#include "data/make_portraits.h"
#include "data/rewrite_dataset.h"
#include "data/sample_fields.h"
#include "tests/data/temporary_folder.h"

using namespace mien;

namespace {

// Eyes from -4 to -2 and 2 to 4, `open` high; the jaw from -6 to 6, the nose at `nose`; turned by
// `angle` about the origin.
Tensor landmarks_of(double nose, double open, double angle = 0) {
  Tensor landmarks = zeros({kLandmarks, 2});
  float* points = landmarks.mutable_data<float>();
  const auto put = [&](Index i, double x, double y) {
    points[2 * i] = static_cast<float>(std::cos(angle) * x - std::sin(angle) * y);
    points[2 * i + 1] = static_cast<float>(std::sin(angle) * x + std::cos(angle) * y);
  };
  put(0, -6, 1);
  put(16, 6, 1);
  put(30, nose, 3);
  for (const auto& [eye, x] : {std::pair{36, -4.0}, {42, 2.0}}) {
    put(eye, x, 0);
    put(eye + 1, x + 0.5, -open / 2);
    put(eye + 2, x + 1.5, -open / 2);
    put(eye + 3, x + 2, 0);
    put(eye + 4, x + 1.5, open / 2);
    put(eye + 5, x + 0.5, open / 2);
  }
  return landmarks;
}

// A data set of three people with these landmarks in turn, two or three photos each.
Dataset with_landmarks(const TemporaryFolder& folder, const std::vector<Tensor>& landmarks,
                       Index per_identity) {
  make_faces(
      {.count = static_cast<Index>(landmarks.size()), .per_identity = per_identity, .size = 16},
      folder / "drawn");
  const Dataset drawn(folder / "drawn");
  const auto place = [&](const KnownImage& face, Index number) {
    KnownImage placed = face;
    placed.labels.landmarks = landmarks[static_cast<std::size_t>(number)];
    return placed;
  };
  rewrite_dataset(drawn, {drawn.manifest(), place}, folder / "faces", 1);
  return Dataset(folder / "faces");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(guides)

// A nose 3 to the right of the middle of a jaw 12 wide: half way to its end.
BOOST_AUTO_TEST_CASE(turns_and_eyes_by_hand, *boost::unit_test::tolerance(1e-6)) {
  BOOST_TEST(turn_of(landmarks_of(0, 0.6)) + 1 == 1.0);
  for (const double angle : {0.0, 0.7, -2.0}) {
    BOOST_TEST(turn_of(landmarks_of(3, 0.6, angle)) == 0.5);
    BOOST_TEST(turn_of(landmarks_of(-3, 0.6, angle)) == 0.5);
    BOOST_TEST(eye_openness(landmarks_of(1, 0.6, angle)) == 0.3);
  }
  BOOST_TEST(turn_of(zeros({kLandmarks, 2})) == 1.0);
  BOOST_CHECK_THROW(turn_of(zeros({67, 2})), std::invalid_argument);
}

BOOST_AUTO_TEST_CASE(the_most_frontal_other_photo_with_open_eyes_guides) {
  const TemporaryFolder folder;
  const Dataset faces = with_landmarks(
      folder,
      {landmarks_of(2, 0.6), landmarks_of(0, 0.1), landmarks_of(-1, 0.6),  // 1 closes its eyes
       landmarks_of(1, 0.1), landmarks_of(3, 0.1), landmarks_of(0, 0.1),   // all closed
       landmarks_of(0, 0.6), landmarks_of(2, 0.6), landmarks_of(-1, 0.6)},
      3);
  const std::vector<Index> expected = {2, 2, 0, 5, 5, 3, 8, 6, 6};
  const std::vector<Index> found = choose_guides(faces);
  BOOST_TEST(found == expected, boost::test_tools::per_element());
}

// Where a data set has guides, samples carry them.
BOOST_AUTO_TEST_CASE(samples_are_guided_by_what_was_chosen) {
  const TemporaryFolder folder;
  const Tensor frontal = landmarks_of(0, 0.6), turned = landmarks_of(4, 0.6);
  const Dataset faces = with_landmarks(
      folder, {turned, turned, frontal, turned, turned, frontal, turned, turned, frontal}, 3);
  const std::vector<Index> guides = choose_guides(faces);
  Rewriting guided{faces.manifest(), [&](const KnownImage& face, Index number) {
                     KnownImage result = face;
                     result.numbers.push_back(
                         static_cast<std::int32_t>(guides[static_cast<std::size_t>(number)]));
                     return result;
                   }};
  guided.manifest.has_guides = true;
  rewrite_dataset(faces, guided, folder / "guided", 1);
  make_portraits(Dataset(folder / "guided"), painted_portrait_styles(), {}, folder / "set");
  const Dataset set(folder / "set");
  const FieldReader reader(set, {{"guide", {"same"}}, {"guide_landmarks", {"same"}}});
  const auto portraits = set.portraits_in(Split::train);
  const SampleFields fields = reader.gather(portraits);
  for (std::size_t i = 0; i < portraits.size(); ++i) {
    const Index guide = guides[static_cast<std::size_t>(set.face_of(portraits[i]))];
    Tensor expected(Shape{16, 16, 3});
    normalize_image(set.face(guide), 16, false, expected.mutable_data<float>());
    const float* image = fields.at("guide").data<float>() + i * 16 * 16 * 3;
    BOOST_TEST(std::equal(image, image + 16 * 16 * 3, expected.data<float>()));
    BOOST_TEST(fields.at("guide_landmarks").data<float>()[i * 136 + 60] ==
               set.landmarks_of(guide).data<float>()[60]);
  }
}

BOOST_AUTO_TEST_CASE(guides_need_landmarks_and_two_photos) {
  const TemporaryFolder folder;
  BOOST_CHECK_THROW(
      choose_guides(with_landmarks(folder, {landmarks_of(0, 1), landmarks_of(0, 1)}, 1)),
      DatasetError);
  Rewriting bare{Dataset(folder / "drawn").manifest()};
  bare.manifest.has_landmarks = false;
  rewrite_dataset(Dataset(folder / "drawn"), bare, folder / "bare", 1);
  BOOST_CHECK_THROW(choose_guides(Dataset(folder / "bare")), DatasetError);
}

BOOST_AUTO_TEST_SUITE_END()
