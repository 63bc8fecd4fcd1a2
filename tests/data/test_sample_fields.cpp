#include "data/sample_fields.h"

#include <algorithm>
#include <boost/test/unit_test.hpp>

#include "data/degraded_photos.h"
#include "data/landmarks.h"
#include "data/loader.h"
#include "data/make_faces.h"
#include "data/make_portraits.h"
#include "data/sketched_photos.h"
#include "data/tiny_faces.h"
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
  const auto pointless = complaint<DatasetError>([&] { FieldReader(small, {{"landmarks"}}); });
  BOOST_TEST(mentions(pointless, "mien-dataset landmarks finds them"));
  BOOST_TEST(mentions(pointless, "mien-dataset faces draws"));
  const auto unknown = complaint<DatasetError>([&] {
    FieldReader(set, {{"attributes", {"Grumpy"}}});
  });
  BOOST_TEST(mentions(unknown, "the attribute Grumpy"));
  BOOST_TEST(mentions(unknown, "Smiling"));
  BOOST_TEST(mentions(complaint<std::invalid_argument>([&] { FieldReader(set, {{"mood"}}); }),
                      "no field \"mood\"; they can carry attributes, landmarks, guide"));
  BOOST_CHECK_THROW(Loader(small, {0}, {.fields = {kLook}}), DatasetError);
}

// Three people with two photos each: the guide is the other photo, or the next person's first.
BOOST_AUTO_TEST_CASE(guides_are_other_photos) {
  const TemporaryFolder folder;
  make_faces({.count = 6, .per_identity = 2, .size = 16, .seed = 2}, folder / "faces");
  make_portraits(Dataset(folder / "faces"), painted_portrait_styles(), {}, folder / "set");
  const Dataset set(folder / "set");
  const std::vector<Index> portraits = set.portraits_in(Split::train);
  BOOST_REQUIRE(!portraits.empty());
  const FieldReader reader(set, {{"guide", {"same"}}, {"guide_landmarks", {"same"}}});
  const SampleFields fields = reader.gather(portraits);
  BOOST_TEST(fields.at("guide").shape() ==
             (Shape{static_cast<Index>(portraits.size()), 16, 16, 3}));
  for (std::size_t i = 0; i < portraits.size(); ++i) {
    const Index face = set.face_of(portraits[i]);
    Index other = -1;
    for (Index each : set.faces_in(Split::train)) {
      if (each != face && set.identity_of(each) == set.identity_of(face)) other = each;
    }
    BOOST_REQUIRE(other >= 0);
    Tensor image(Shape{16, 16, 3});
    normalize_image(set.face(other), 16, false, image.mutable_data<float>());
    BOOST_TEST(std::equal(image.data<float>(), image.data<float>() + image.numel(),
                          fields.at("guide").data<float>() + static_cast<Index>(i) * 768));
    BOOST_TEST(fields.at("guide_landmarks").data<float>()[i * 136] ==
               set.landmarks_of(other).data<float>()[0]);
  }
}

BOOST_FIXTURE_TEST_CASE(guides_that_are_not_there_are_explained, Drawn) {
  const auto complaint_of = [&](const Dataset& set, const char* column) {
    return complaint<DatasetError>([&] { FieldReader(set, {{"guide", {column}}}); });
  };
  write_small_dataset(folder / "small");
  BOOST_TEST(mentions(complaint_of(Dataset(folder / "small"), "same"),
                      "has one only (mien-dataset faces --per-identity 4"));
  BOOST_CHECK_THROW(FieldReader(dataset(), {{"guide"}}), std::invalid_argument);
}

// The first photo of somebody else of the split. Of ten people one alone is in validation.
BOOST_AUTO_TEST_CASE(guides_of_another_person) {
  const TemporaryFolder folder;
  const std::vector<SampleField> other = {{"guide", {"other"}}};
  make_faces({.count = 40, .per_identity = 1, .size = 8, .seed = 2}, folder / "faces");
  const Dataset set(folder / "faces");
  write_small_dataset(folder / "small");
  BOOST_TEST(
      mentions(complaint<DatasetError>([&] { FieldReader(Dataset(folder / "small"), other); }),
               "is the only one of a split"));
  make_portraits(set, painted_portrait_styles(), {}, folder / "set");
  const Dataset portraits_set(folder / "set");
  const std::vector<Index> portraits = portraits_set.portraits_in(Split::train);
  const SampleFields fields = FieldReader(portraits_set, other).gather(portraits);
  const auto people = portraits_set.faces_in(Split::train);
  for (std::size_t i = 0; i < portraits.size(); ++i) {
    const auto own = std::ranges::find(people, portraits_set.face_of(portraits[i]));
    const Index next = std::next(own) == people.end() ? people.front() : *std::next(own);
    Tensor image(Shape{8, 8, 3});
    normalize_image(portraits_set.face(next), 8, false, image.mutable_data<float>());
    BOOST_TEST(std::equal(image.data<float>(), image.data<float>() + image.numel(),
                          fields.at("guide").data<float>() + static_cast<Index>(i) * 192));
  }
}

// One of eight is 1 at each pixel, of the face's parsing and of the sketch's; both can be mirrored.
BOOST_AUTO_TEST_CASE(parsings_are_one_hot_and_mirrored_with_their_image) {
  const TemporaryFolder folder;
  make_faces({.count = 6, .size = 16, .seed = 2}, folder / "faces");
  make_portraits(Dataset(folder / "faces"), sketched_photo_styles(),
                 {.misalign = no_misalignment()}, folder / "set");
  const Dataset set(folder / "set");
  const FieldReader reader(set, {{"parsing"}, {"sketch_parsing"}});
  SampleFields fields = reader.blank(2);
  BOOST_TEST(fields.at("parsing").shape() == (Shape{2, 16, 16, 8}));
  const Index portrait = set.portrait_count() - 1;
  const Random draws(1, "draws");
  reader.read(portrait, false, 0, fields, draws);
  reader.read(portrait, true, 1, fields, draws);
  for (const auto& [name, parsing] :
       {std::pair{"parsing", set.parsing_of_face(set.face_of(portrait))},
        {"sketch_parsing", set.parsing_of_portrait(portrait)}}) {
    const float* values = fields.at(name).data<float>();
    for (const bool mirrored : {false, true}) {
      for (Index y = 0; y < 16; ++y) {
        for (Index x = 0; x < 16; ++x) {
          const Index part = parsing[static_cast<std::size_t>(y * 16 + (mirrored ? 15 - x : x))];
          for (Index c = 0; c < 8; ++c) BOOST_REQUIRE(*values++ == (c == part ? 1.0f : 0.0f));
        }
      }
    }
  }
}

BOOST_FIXTURE_TEST_CASE(missing_parsings_are_named_with_the_command_that_makes_them, Drawn) {
  write_small_dataset(folder / "small");
  const Dataset small(folder / "small"), set = dataset();
  const auto faces = complaint<DatasetError>([&] { FieldReader(small, {{"parsing"}}); });
  const auto sketches = complaint<DatasetError>([&] { FieldReader(set, {{"sketch_parsing"}}); });
  BOOST_TEST(mentions(faces, "mien-dataset faces draws"));
  BOOST_TEST(mentions(sketches, "mien-dataset sketches draws"));
  for (const auto& message : {faces, sketches}) {
    BOOST_TEST(mentions(message, "mien-dataset parse finds them"), message);
  }
}

// Tiny faces of four people from three sides each; drawn anew in each epoch, mirrored with the
// portrait they belong to, and the same after a resumption.
BOOST_AUTO_TEST_CASE(triplets_come_with_batches) {
  const TemporaryFolder folder;
  make_faces({.count = 12, .per_identity = 3, .size = 16, .turned = true}, folder / "faces");
  make_portraits(Dataset(folder / "faces"), tiny_face_styles(), {.first_photo = true},
                 folder / "set");
  const Dataset set(folder / "set");
  const auto portraits = set.portraits_in(Split::train);
  const LoaderOptions options{.batch = static_cast<Index>(portraits.size()),
                              .shuffle = false,
                              .mirror = true,
                              .fields = {{"positive", {"any"}}, {"negative", {"any"}}}};
  // The identity of whom one image of a batch shows, or of their mirror images; -1 for nobody.
  const auto person_in = [&](const Tensor& images, Index sample, bool mirrored) {
    for (const Index portrait : portraits) {
      Tensor image(Shape{16, 16, 3});
      normalize_image(set.portrait(portrait), 16, mirrored, image.mutable_data<float>());
      const float* shown = images.data<float>() + sample * image.numel();
      if (std::equal(shown, shown + image.numel(), image.data<float>())) {
        return set.identity_of(set.face_of(portrait));
      }
    }
    return Index{-1};
  };
  Loader loader(set, portraits, options), resumed(set, portraits, options, options.batch);
  const Batch first = loader.next(), second = loader.next(), again = resumed.next();
  int mirrored = 0;
  for (Index i = 0; i < options.batch; ++i) {
    const Index person = set.identity_of(set.face_of(first.portraits[static_cast<std::size_t>(i)]));
    const bool is_mirrored = person_in(first.input, i, false) < 0;
    const Index other = person_in(first.fields.at("negative"), i, is_mirrored);
    BOOST_TEST(person_in(first.fields.at("positive"), i, is_mirrored) == person);
    BOOST_TEST((other >= 0 && other != person));
    mirrored += is_mirrored;
  }
  BOOST_TEST((0 < mirrored && mirrored < options.batch));
  for (const char* name : {"positive", "negative"}) {
    const auto a = first.fields.at(name).span<float>(), b = second.fields.at(name).span<float>();
    BOOST_TEST(std::ranges::equal(b, again.fields.at(name).span<float>()));
    BOOST_TEST(!std::ranges::equal(a, b));
  }
}

BOOST_AUTO_TEST_SUITE_END()
