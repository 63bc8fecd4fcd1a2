#include "data/sample_fields.h"

#include <boost/test/unit_test.hpp>

#include "data/loader.h"
#include "data/make_faces.h"
#include "data/make_portraits.h"
#include "tests/data/small_dataset.h"
#include "tests/data/temporary_folder.h"

using namespace mien;

namespace {

const SampleField kLook{"attributes", {"Young", "Smiling"}};
const std::vector<SampleField> kAll = {kLook, {"landmarks"}};

// Six drawn faces and their portraits.
struct Drawn {
  TemporaryFolder folder;
  Drawn() {
    make_faces({.count = 6, .size = 16, .seed = 2}, folder / "faces");
    make_portraits(Dataset(folder / "faces"), painted_portrait_styles(), {}, folder / "set");
  }
  Dataset dataset() const { return Dataset(folder / "set"); }
};

template <class Error, class Call>
std::string complaint(Call call) {
  try {
    call();
  } catch (const Error& error) {
    return error.what();
  }
  return "none";
}

bool mentions(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

float attribute(const Dataset& set, Index face, const std::string& name) {
  const auto& names = set.manifest().attributes;
  const auto at = std::find(names.begin(), names.end(), name) - names.begin();
  return set.attributes_of(face)[static_cast<std::size_t>(at)];
}

}  // namespace

BOOST_AUTO_TEST_SUITE(sample_fields)

BOOST_FIXTURE_TEST_CASE(columns_come_in_the_order_asked_for, Drawn) {
  const Dataset set = dataset();
  const std::vector<Index> portraits = set.portraits_in(Split::train);
  const SampleFields fields = FieldReader(set, kAll).gather(portraits);
  const auto count = static_cast<Index>(portraits.size());
  BOOST_TEST(fields.at("attributes").shape() == (Shape{count, 2}));
  BOOST_TEST(fields.at("landmarks").shape() == (Shape{count, 68, 2}));
  for (Index i = 0; i < count; ++i) {
    const Index face = set.face_of(portraits[static_cast<std::size_t>(i)]);
    const float* values = fields.at("attributes").data<float>() + 2 * i;
    BOOST_TEST(values[0] == attribute(set, face, "Young"));
    BOOST_TEST(values[1] == attribute(set, face, "Smiling"));
    BOOST_TEST(fields.at("landmarks").data<float>()[i * 136 + 5] ==
               set.landmarks_of(face).data<float>()[5]);
  }
}

// The left corner of the mouth is where the right one was, as far from the other edge.
BOOST_FIXTURE_TEST_CASE(a_mirrored_face_has_mirrored_landmarks, Drawn) {
  const Dataset set = dataset();
  const FieldReader reader(set, kAll);
  SampleFields fields = reader.blank(2);
  reader.read(0, false, 0, fields);
  reader.read(0, true, 1, fields);
  const float *plain = fields.at("landmarks").data<float>(), *mirrored = plain + 136;
  for (const auto& [i, partner] : {std::pair{48, 54},
                                   {36, 45},
                                   {41, 46},
                                   {0, 16},
                                   {17, 26},
                                   {31, 35},
                                   {60, 64},
                                   {57, 57},
                                   {30, 30},
                                   {66, 66}}) {
    BOOST_TEST(mirrored_landmark(i) == partner);
    BOOST_TEST(mirrored_landmark(partner) == i);
    BOOST_TEST(mirrored[2 * i] == 16 - plain[2 * partner]);
    BOOST_TEST(mirrored[2 * i + 1] == plain[2 * partner + 1]);
  }
  for (Index i = 0; i < 68; ++i) BOOST_TEST(mirrored_landmark(mirrored_landmark(i)) == i);
  const float* values = fields.at("attributes").data<float>();
  BOOST_TEST((values[0] == values[2] && values[1] == values[3]));
}

BOOST_FIXTURE_TEST_CASE(batches_carry_the_fields_of_their_samples, Drawn) {
  const Dataset set = dataset();
  const std::vector<Index> portraits = set.portraits_in(Split::train);
  LoaderOptions options{.batch = 5, .seed = 4, .mirror = true, .fields = kAll};
  Loader loader(set, portraits, options), resumed(set, portraits, options, 5);
  int mirrored = 0;
  for (int step = 0; step < 6; ++step) {
    const Batch batch = loader.next();
    for (Index i = 0; i < 5; ++i) {
      const Index face = set.face_of(batch.portraits[static_cast<std::size_t>(i)]);
      BOOST_TEST(batch.fields.at("attributes").data<float>()[2 * i] ==
                 attribute(set, face, "Young"));
      Tensor image(Shape{16, 16, 3});
      normalize_image(set.face(face), 16, true, image.mutable_data<float>());
      const bool is_mirrored = std::equal(image.data<float>(), image.data<float>() + 16 * 16 * 3,
                                          batch.target.data<float>() + i * 16 * 16 * 3);
      const float x = set.landmarks_of(face).data<float>()[2 * (is_mirrored ? 16 : 0)];
      BOOST_TEST(batch.fields.at("landmarks").data<float>()[i * 136] == (is_mirrored ? 16 - x : x));
      mirrored += is_mirrored;
    }
    if (step == 0) continue;
    const Batch same = resumed.next();
    for (const auto& [name, values] : batch.fields) {
      BOOST_TEST(std::equal(values.data<float>(), values.data<float>() + values.numel(),
                            same.fields.at(name).data<float>()),
                 name);
    }
  }
  BOOST_TEST((5 < mirrored && mirrored < 25));
}

BOOST_FIXTURE_TEST_CASE(what_is_missing_is_named_with_the_command_that_makes_it, Drawn) {
  write_small_dataset(folder / "small");
  const Dataset small(folder / "small"), set = dataset();
  const auto without = complaint<DatasetError>([&] { FieldReader(small, {kLook}); });
  BOOST_TEST(mentions(without, (folder / "small").string()));
  BOOST_TEST(mentions(without, "mien-dataset import --layout celeba"));
  BOOST_TEST(mentions(complaint<DatasetError>([&] { FieldReader(small, {{"landmarks"}}); }),
                      "mien-dataset faces"));
  const auto unknown = complaint<DatasetError>([&] {
    FieldReader(set, {{"attributes", {"Grumpy"}}});
  });
  BOOST_TEST(mentions(unknown, "the attribute Grumpy"));
  BOOST_TEST(mentions(unknown, "Smiling"));
  BOOST_TEST(mentions(complaint<std::invalid_argument>([&] { FieldReader(set, {{"mood"}}); }),
                      "no field \"mood\"; they can carry attributes, landmarks"));
  BOOST_CHECK_THROW(Loader(small, {0}, {.fields = {kLook}}), DatasetError);
}

BOOST_AUTO_TEST_SUITE_END()
