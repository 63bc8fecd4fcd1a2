#include "data/guides.h"

#include <cmath>
#include <map>

namespace mien {
namespace {

constexpr double kOpen = 0.15;

struct Point {
  double x, y;
};

Point point(const Tensor& landmarks, Index i) {
  const float* at = landmarks.data<float>() + 2 * i;
  return {at[0], at[1]};
}

double distance(const Tensor& landmarks, Index i, Index j) {
  const Point a = point(landmarks, i), b = point(landmarks, j);
  return std::hypot(a.x - b.x, a.y - b.y);
}

// The mean of landmarks first ... first + 5.
Point eye_centre(const Tensor& landmarks, Index first) {
  Point sum{0, 0};
  for (Index i = first; i < first + 6; ++i) {
    sum.x += point(landmarks, i).x / 6;
    sum.y += point(landmarks, i).y / 6;
  }
  return sum;
}

void check_landmarks(const Tensor& landmarks) {
  check(landmarks.dtype() == DType::float32 && landmarks.shape() == Shape{kLandmarks, 2},
        "guides: landmarks must be float32 [68, 2], got ", landmarks.dtype(), " ",
        landmarks.shape());
}

struct Photo {
  Index face;
  double turn;
  bool open;
};

bool better(const Photo& a, const Photo& b) { return a.open != b.open ? a.open : a.turn < b.turn; }

// Nothing if there is no other photo.
const Photo* best_but(const std::vector<Photo>& photos, Index face) {
  const Photo* best = nullptr;
  for (const Photo& photo : photos) {
    if (photo.face != face && (!best || better(photo, *best))) best = &photo;
  }
  return best;
}

}  // namespace

double turn_of(const Tensor& landmarks) {
  check_landmarks(landmarks);
  const Point left = eye_centre(landmarks, 36), right = eye_centre(landmarks, 42);
  const double width = std::hypot(right.x - left.x, right.y - left.y);
  if (width == 0) return 1;
  const auto along = [&](Index i) {
    const Point p = point(landmarks, i);
    return (p.x * (right.x - left.x) + p.y * (right.y - left.y)) / width;
  };
  const double nose = along(30), begin = along(0), end = along(16);
  return begin == end ? 1 : std::abs((2 * nose - begin - end) / (end - begin));
}

double eye_openness(const Tensor& landmarks) {
  check_landmarks(landmarks);
  double sum = 0;
  for (const Index eye : {36, 42}) {
    const double width = distance(landmarks, eye, eye + 3);
    const double height =
        distance(landmarks, eye + 1, eye + 5) + distance(landmarks, eye + 2, eye + 4);
    if (width > 0) sum += height / (2 * width);
  }
  return sum / 2;
}

std::vector<Index> choose_guides(const Dataset& dataset) {
  if (!dataset.manifest().has_landmarks) {
    throw DatasetError(dataset.folder().string() +
                       ": guides are chosen by the landmarks of faces, and this data set has none "
                       "(mien-dataset landmarks finds them)");
  }
  std::map<Index, std::vector<Photo>> people;
  for (Index face = 0; face < dataset.face_count(); ++face) {
    const Tensor landmarks = dataset.landmarks_of(face);
    people[dataset.identity_of(face)].push_back(
        {face, turn_of(landmarks), eye_openness(landmarks) >= kOpen});
  }
  std::vector<Index> guides;
  for (Index face = 0; face < dataset.face_count(); ++face) {
    const Photo* guide = best_but(people.at(dataset.identity_of(face)), face);
    if (!guide) {
      throw DatasetError(text(dataset.folder().string(),
                              ": a guide is another photo of the same person, and person ",
                              dataset.identity_of(face), " has one only"));
    }
    guides.push_back(guide->face);
  }
  return guides;
}

}  // namespace mien
