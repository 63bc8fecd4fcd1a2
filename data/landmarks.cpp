#include "data/landmarks.h"

namespace mien {

Index mirrored_landmark(Index i) {
  struct Run {
    Index first, last, sum;  // within a run, partners add up to one number
  };
  // Jaw, brows, bottom of the nose; outer and inner halves of the eyes; lips, upper before lower.
  constexpr Run kRuns[] = {{0, 16, 16},   {17, 26, 43},  {31, 35, 66}, {36, 39, 81},
                           {42, 45, 81},  {40, 41, 87},  {46, 47, 87}, {48, 54, 102},
                           {55, 59, 114}, {60, 64, 124}, {65, 67, 132}};
  for (const auto& [first, last, sum] : kRuns) {
    if (first <= i && i <= last) return sum - i;
  }
  return i;  // the bridge of the nose
}

void write_landmarks(const Tensor& points, Index side, bool mirrored, float* to) {
  const float* from = points.data<float>();
  for (Index i = 0; i < kLandmarks; ++i) {
    const float* point = from + 2 * (mirrored ? mirrored_landmark(i) : i);
    *to++ = mirrored ? static_cast<float>(side) - point[0] : point[0];
    *to++ = point[1];
  }
}

}  // namespace mien
