#include "metrics/measures.h"

#include <boost/test/unit_test.hpp>
#include <cmath>

#include "metrics/fsim.h"
#include "metrics/null_space_lda.h"
#include "tests/metrics/images.h"

using namespace mien;

namespace {

// Pictures of one colour, 16x16; style 0 unless given.
JudgedFaces flat_faces(const std::vector<int>& images, const std::vector<int>& photos,
                       std::vector<Index> people, std::vector<Index> styles = {}) {
  const Index count = static_cast<Index>(images.size());
  const auto paint = [&](const std::vector<int>& levels) {
    Tensor all({count, 16, 16, 3}, DType::uint8);
    auto pixel = all.mutable_span<std::uint8_t>().begin();
    for (const int level : levels) pixel = std::fill_n(pixel, 16 * 16 * 3, level);
    return all;
  };
  styles.resize(images.size());
  return {paint(images), paint(photos), std::move(people), std::move(styles)};
}

// The level of a flat picture, on a line.
Tensor level(const Tensor& images) {
  Tensor levels({images.dim(0), 1});
  for (Index i = 0; i < images.dim(0); ++i) {
    levels.mutable_data<float>()[i] = images.slice(i, i + 1).data<std::uint8_t>()[0];
  }
  return levels;
}

double value_of(const Measure& measure, const std::string& name) {
  for (const Measurement& found : measure.results()) {
    if (found.name == name) return found.value;
  }
  throw std::runtime_error("no column " + name);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(measures_suite)

BOOST_AUTO_TEST_CASE(fsim_is_averaged_over_batches) {
  const Tensor a = smooth_image(32, 32), b = damaged_image(a);
  const auto batch = [&](const Tensor& image) {
    return JudgedFaces{image.reshape({1, 32, 32, 3}), a.reshape({1, 32, 32, 3}), {0}, {0}};
  };
  const auto measure = measure_fsim();
  BOOST_TEST(std::isnan(value_of(*measure, "fsim")));
  measure->add(batch(a));
  measure->add(batch(b));
  BOOST_TEST(std::abs(value_of(*measure, "fsim") - (1 + fsim(b, a).grey) / 2) < 1e-12);
  BOOST_TEST(std::abs(value_of(*measure, "fsim_color") - (1 + fsim(b, a).color) / 2) < 1e-12);
}

// Two of four pairs are too narrow; what had come before stays as it was.
BOOST_AUTO_TEST_CASE(fsim_refuses_pictures_without_an_end_of_the_program) {
  const Tensor a = smooth_image(32, 32), narrow = zeros({4, 8, 1, 3}, DType::uint8);
  const auto measure = measure_fsim();
  measure->add({a.reshape({1, 32, 32, 3}), a.reshape({1, 32, 32, 3}), {0}, {0}});
  BOOST_CHECK_THROW(measure->add({narrow, narrow, {0, 1, 2, 3}, {0, 0, 0, 0}}),
                    std::invalid_argument);
  BOOST_CHECK_THROW(
      measure->add({zeros({1, 8, 3}, DType::uint8), zeros({1, 8, 3}, DType::uint8), {0}, {0}}),
      std::invalid_argument);
  BOOST_TEST(std::abs(value_of(*measure, "fsim") - 1) < 1e-12);
}

BOOST_AUTO_TEST_CASE(lpips_is_the_mean_of_what_the_network_says) {
  const auto gap = [](const Tensor& images, const Tensor& photos) {
    Tensor distance = level(images);
    for (Index i = 0; i < distance.numel(); ++i) {
      distance.mutable_data<float>()[i] -= level(photos).data<float>()[i];
    }
    return distance.reshape({images.dim(0)});
  };
  const auto measure = measure_lpips(gap, "a ruler");
  measure->add(flat_faces({10, 20}, {9, 18}, {0, 1}));
  measure->add(flat_faces({30}, {24}, {2}));
  BOOST_TEST(value_of(*measure, "lpips") == 3);
  BOOST_TEST(measure->convention().find("a ruler") != std::string::npos);
}

// Variances of {0, 2} and {5, 7} are equal, means five apart.
BOOST_AUTO_TEST_CASE(fid_compares_all_batches) {
  const auto measure = measure_fid(level);
  measure->add(flat_faces({0}, {5}, {0}));
  BOOST_TEST(std::isnan(value_of(*measure, "fid")));
  measure->add(flat_faces({2}, {7}, {1}));
  BOOST_TEST(std::abs(value_of(*measure, "fid") - 25) < 1e-9);
}

// Ten people, photos 0, 10, ... 90. Style 0 recovers each; style 1 everybody as person 9.
BOOST_AUTO_TEST_CASE(identity_is_asked_style_by_style) {
  std::vector<int> photos, good, bad;
  std::vector<Index> people, first(10, 0), second(10, 1);
  for (int i = 0; i < 10; ++i) {
    photos.push_back(10 * i);
    good.push_back(10 * i + 1);
    bad.push_back(90);
    people.push_back(i);
  }
  const auto measure = measure_identity(level);
  measure->add(flat_faces(good, photos, people, first));
  BOOST_TEST(value_of(*measure, "frr_top5") == 1);
  BOOST_TEST(std::isnan(value_of(*measure, "fcr_top5")));
  BOOST_TEST(value_of(*measure, "vr_far0.1%") == 1);
  measure->add(flat_faces(bad, photos, people, second));
  // Style 1 hits the five people nearest to person 9.
  BOOST_TEST(value_of(*measure, "frr_top5") == (1 + 0.5) / 2);
  // Style 0 among equal pictures: 5 of 10 by chance. Style 1 among style 0: people 5 to 9.
  BOOST_TEST(value_of(*measure, "fcr_top5") == 0.5);
}

// Style 1 shows one person: nobody there can be taken for another.
BOOST_AUTO_TEST_CASE(a_style_without_strangers_does_not_hide_the_others) {
  const auto measure = measure_identity(level);
  measure->add(flat_faces({1, 11}, {0, 10}, {0, 1}, {0, 0}));
  measure->add(flat_faces({5}, {0}, {0}, {1}));
  BOOST_TEST(value_of(*measure, "vr_far0.1%") == 1);
  const auto single = measure_identity(level);
  single->add(flat_faces({5}, {0}, {0}));
  BOOST_TEST(std::isnan(value_of(*single, "vr_far0.1%")));
}

// Every person comes twice; the second pictures, which are of somebody else, do not count.
BOOST_AUTO_TEST_CASE(recognition_takes_each_person_once) {
  constexpr Index kPeople = 12, kSide = 16;
  Tensor photos({kPeople, kSide, kSide, 3}, DType::uint8);
  const Random random(3, "faces");
  for (Index i = 0; i < photos.numel(); ++i) {
    photos.mutable_data<std::uint8_t>()[i] = static_cast<std::uint8_t>(255 * random.uniform(i));
  }
  std::vector<Index> people(kPeople), others(kPeople);
  for (Index i = 0; i < kPeople; ++i) people[i] = i, others[i] = (i + 1) % kPeople;
  const std::vector<Index> styles(kPeople, 0);
  const auto measure = measure_recognition();
  BOOST_TEST(std::isnan(value_of(*measure, "nlda")));
  measure->add({photos, photos, people, styles});
  BOOST_TEST(value_of(*measure, "nlda") == 1);
  measure->add({photos, photos, others, styles});
  BOOST_TEST(value_of(*measure, "nlda") == 1);
}

// Of 30 people 13 would train; pictures of 16 pixels allow eight.
BOOST_AUTO_TEST_CASE(recognition_takes_small_pictures) {
  const auto measure = measure_recognition();
  for (Index person = 0; person < 30; ++person) {
    Tensor face({1, 4, 4, 3}, DType::uint8);
    const Random random(person, "face");
    for (Index i = 0; i < face.numel(); ++i) {
      face.mutable_data<std::uint8_t>()[i] = static_cast<std::uint8_t>(255 * random.uniform(i));
    }
    measure->add({face, face, {person}, {0}});
  }
  BOOST_TEST(value_of(*measure, "nlda") == 1);
}

// Pictures of one or two pixels tell no two people apart.
BOOST_AUTO_TEST_CASE(recognition_of_pictures_without_room_is_not_a_number) {
  for (const Index width : {1, 2}) {
    const Tensor faces = zeros({30, 1, width, 3}, DType::uint8);
    std::vector<Index> people(30), styles(30);
    for (Index i = 0; i < 30; ++i) people[static_cast<std::size_t>(i)] = i;
    const auto measure = measure_recognition();
    measure->add({faces, faces, people, styles});
    BOOST_TEST(std::isnan(value_of(*measure, "nlda")));
  }
}

BOOST_AUTO_TEST_CASE(recognition_says_what_share_trains) {
  const std::string convention = measure_recognition()->convention();
  BOOST_TEST(convention.find("150 in 338") != std::string::npos);
  BOOST_TEST(convention.find("188") == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()
