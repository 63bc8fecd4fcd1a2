#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <cmath>
#include <cstring>
#include <thread>
#include <vector>

#include "data/synthetic_face.h"

using namespace mien;

namespace {

Tensor face_of(std::uint64_t identity, std::uint64_t photo, Index size = 32) {
  return render_face(draw_identity(1, identity), draw_photo(1, identity, photo), size);
}

bool same_bits(const Tensor& a, const Tensor& b) {
  return a.shape() == b.shape() && std::memcmp(a.raw(), b.raw(), a.bytes()) == 0;
}

double distance(const Tensor& a, const Tensor& b) {
  double sum = 0;
  for (Index i = 0; i < a.numel(); ++i) {
    sum += std::pow(double(a.data<std::uint8_t>()[i]) - b.data<std::uint8_t>()[i], 2);
  }
  return std::sqrt(sum / a.numel());
}

/// The middle of landmarks first ... last, in pixels.
std::pair<double, double> middle(const Tensor& points, int first, int last) {
  double x = 0, y = 0;
  for (int i = first; i <= last; ++i) {
    x += points.data<float>()[2 * i] / (last - first + 1);
    y += points.data<float>()[2 * i + 1] / (last - first + 1);
  }
  return {x, y};
}

const std::uint8_t* pixel(const Tensor& image, double x, double y) {
  const Index column = static_cast<Index>(x), row = static_cast<Index>(y);
  return image.data<std::uint8_t>() + (row * image.dim(1) + column) * 3;
}

double grey(const std::uint8_t* rgb) { return (rgb[0] + rgb[1] + rgb[2]) / 3.0; }

FacePhoto frontal() {
  FacePhoto photo;
  photo.expression.smile = 0;
  return photo;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(synthetic_face)

BOOST_AUTO_TEST_CASE(a_face_is_the_same_for_ever) {
  BOOST_TEST(same_bits(face_of(7, 3), face_of(7, 3)));
  BOOST_TEST(!same_bits(face_of(7, 3), face_of(7, 4)));
  BOOST_TEST(!same_bits(face_of(7, 3), face_of(8, 3)));
}

BOOST_AUTO_TEST_CASE(drawing_in_threads_changes_nothing) {
  std::vector<Tensor> one(6), two(6);
  const auto every_second = [&](int first) {
    for (int i = first; i < 6; i += 2) two[i] = face_of(i, 0);
  };
  for (int i = 0; i < 6; ++i) one[i] = face_of(i, 0);
  std::thread even(every_second, 0), odd(every_second, 1);
  even.join();
  odd.join();
  for (int i = 0; i < 6; ++i) BOOST_TEST(same_bits(one[i], two[i]));
}

BOOST_AUTO_TEST_CASE(every_size_shows_the_same_picture) {
  for (Index size : {8, 33, 64}) {
    BOOST_TEST(face_of(2, 0, size).shape() == (Shape{size, size, 3}));
  }
  const Tensor small = face_of(2, 0, 24), large = face_of(2, 0, 96);
  double difference = 0;
  for (Index i = 0; i < 24 * 24; ++i) {
    const Index row = i / 24 * 4 + 2, column = i % 24 * 4 + 2;
    difference += std::abs(grey(small.data<std::uint8_t>() + 3 * i) -
                           grey(large.data<std::uint8_t>() + (row * 96 + column) * 3));
  }
  BOOST_TEST(difference / (24 * 24) < 12);
}

BOOST_AUTO_TEST_CASE(people_differ_more_than_photos_of_a_person) {
  double between_people = 0, between_photos = 0;
  for (int i = 0; i < 24; ++i) {
    const auto who = draw_identity(1, i);
    const FacePhoto first = draw_photo(1, i, 0);
    FacePhoto second = draw_photo(1, i, 1);
    second.background = first.background;  // no part of the person
    const Tensor image = render_face(who, first, 24);
    between_photos += distance(image, render_face(who, second, 24));
    between_people += distance(image, render_face(draw_identity(1, i + 100), first, 24));
  }
  BOOST_TEST(between_people > 1.15 * between_photos);
}

BOOST_AUTO_TEST_CASE(landmarks_lie_inside_and_the_eyes_are_aligned) {
  for (int i = 0; i < 300; ++i) {
    const Tensor points = face_landmarks(draw_identity(5, i), draw_photo(5, i, 0), 100);
    for (float x : points.span<float>()) BOOST_REQUIRE((x > 0 && x < 100));
    const auto left = middle(points, 36, 41), right = middle(points, 42, 47);
    BOOST_TEST(std::abs(left.first - 100 * kEyeLeft) < 2);
    BOOST_TEST(std::abs(right.first - 100 * kEyeRight) < 2);
    BOOST_TEST(std::abs(left.second - 100 * kEyeHeight) < 2);
    BOOST_TEST(std::abs(right.second - 100 * kEyeHeight) < 2);
  }
}

BOOST_AUTO_TEST_CASE(attributes_are_true_of_what_is_drawn) {
  const auto& names = face_attribute_names();
  const auto says = [&](const FaceIdentity& who, const FacePhoto& photo, const std::string& name) {
    const auto at = std::find(names.begin(), names.end(), name) - names.begin();
    BOOST_REQUIRE(at < std::ssize(names));
    return face_attributes(who, photo).at(static_cast<std::size_t>(at)) == 1;
  };
  FaceIdentity who;
  FacePhoto photo = frontal();
  for (const char* name : {"Smiling", "Eyeglasses", "Bald", "Bangs", "Mustache", "Gray_Hair"}) {
    BOOST_TEST(!says(who, photo, name), name);
  }
  BOOST_TEST((says(who, photo, "Young") && says(who, photo, "Brown_Hair")));
  photo.expression.smile = 0.9f;
  who.glasses.worn = true;
  who.hair.colour = face::srgb(200, 198, 196);
  who.hair.fringe = 0.7f;
  who.beard.moustache = 0.8f;
  who.age = 70;
  for (const char* name : {"Smiling", "Eyeglasses", "Bangs", "Mustache", "Gray_Hair"}) {
    BOOST_TEST(says(who, photo, name), name);
  }
  BOOST_TEST((!says(who, photo, "Young") && !says(who, photo, "No_Beard")));
  who.hair.bald = true;  // whatever else its hair would be like
  BOOST_TEST((!says(who, photo, "Bangs") && !says(who, photo, "Gray_Hair")));
}

// Else nothing can be learned from them.
BOOST_AUTO_TEST_CASE(each_attribute_is_true_of_some_faces_and_false_of_others) {
  constexpr int kFaces = 600;
  std::vector<int> counts(face_attribute_names().size());
  for (int i = 0; i < kFaces; ++i) {
    const auto values = face_attributes(draw_identity(3, i), draw_photo(3, i, 0));
    for (std::size_t k = 0; k < counts.size(); ++k) counts[k] += values.at(k);
  }
  for (std::size_t k = 0; k < counts.size(); ++k) {
    BOOST_TEST((counts[k] > kFaces / 50 && counts[k] < kFaces * 49 / 50),
               face_attribute_names()[k] << " is true of " << counts[k]);
  }
}

BOOST_AUTO_TEST_CASE(landmarks_lie_on_what_is_drawn) {
  FaceIdentity who;
  who.mouth.colour = {0, 0.8f, 0};  // no skin is green
  who.eyes.colour = {0, 0, 0};
  const FacePhoto photo = frontal();
  const Tensor image = render_face(who, photo, 200), points = face_landmarks(who, photo, 200);
  const auto skin = pixel(image, 100, 100);
  for (auto [first, last] : {std::pair{36, 41}, std::pair{42, 47}}) {
    const auto [x, y] = middle(points, first, last);
    BOOST_TEST(grey(pixel(image, x, y)) < 0.4 * grey(skin));
  }
  const float* p = points.data<float>();
  const auto lip = pixel(image, p[2 * 57], (p[2 * 57 + 1] + p[2 * 66 + 1]) / 2);
  BOOST_TEST(lip[1] > lip[0] + 40);
  const auto under = pixel(image, p[2 * 57], p[2 * 57 + 1] + 6);
  BOOST_TEST(under[0] > under[1]);
}

BOOST_AUTO_TEST_CASE(parsing_maps_agree_with_the_landmarks) {
  FacePhoto photo = frontal();
  photo.expression.open = 0.8f;
  const FaceIdentity who;
  const Tensor map = face_parsing(who, photo, 128), points = face_landmarks(who, photo, 128);
  const auto at = [&](std::pair<double, double> p) {
    return FaceClass(map.data<std::uint8_t>()[Index(p.second) * 128 + Index(p.first)]);
  };
  const auto between = [&](int a, int b) {
    const float* p = points.data<float>();
    return std::pair<double, double>((p[2 * a] + p[2 * b]) / 2, (p[2 * a + 1] + p[2 * b + 1]) / 2);
  };
  BOOST_TEST((at(middle(points, 36, 41)) == FaceClass::eyes));
  BOOST_TEST((at(middle(points, 42, 47)) == FaceClass::eyes));
  BOOST_TEST((at(between(19, 19)) == FaceClass::brows));
  BOOST_TEST((at(between(30, 30)) == FaceClass::nose));
  BOOST_TEST((at(between(62, 66)) == FaceClass::inner_mouth));
  BOOST_TEST((at(between(57, 66)) == FaceClass::lips));
  BOOST_TEST((at(between(2, 48)) == FaceClass::skin));
  BOOST_TEST((at({64, 2}) == FaceClass::hair));
  BOOST_TEST((at({2, 64}) == FaceClass::background));
}

BOOST_AUTO_TEST_CASE(bad_sizes_are_refused) {
  const FaceIdentity who;
  BOOST_CHECK_THROW(render_face(who, frontal(), 7), std::invalid_argument);
  BOOST_CHECK_THROW(render_face(who, frontal(), 4096), std::invalid_argument);
  BOOST_CHECK_THROW(face_landmarks(who, frontal(), 0), std::invalid_argument);
  BOOST_CHECK_THROW(face_parsing(who, frontal(), 4), std::invalid_argument);
}

BOOST_AUTO_TEST_SUITE_END()
