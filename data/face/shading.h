#pragma once

#include <array>

#include "data/face/paint.h"
#include "data/face/raster.h"
#include "data/synthetic_face.h"

namespace mien::face {

/// How much of the key light reaches a sample (0 ... 1), and how open its surroundings are.
struct Visibility {
  float key = 1, ambient = 1;
};

/// Judges visibility from the depths of the frame around a sample: towards the light, and in a
/// ring.
class Probe {
 public:
  Probe(const Vec3& light, float scale);  ///< `scale` in samples per unit

  Visibility operator()(const Frame& frame, int row, int column) const;

 private:
  struct Step {
    int rows, columns;
    float rise;  ///< of the ray to the light over the sample
    float soft;  ///< depth over which a shadow fades in
  };
  std::array<Step, 5> towards_light_;
  std::array<Step, 8> ring_;
};

/// Light that a painted point sends to the viewer, linear.
Vec3 shade_skin(const Paint& paint, const Vec3& normal, const FacePhoto::Light& light,
                const Visibility& visible);
/// The same for hair, whose highlight runs across the strands; `strand` is their direction.
Vec3 shade_hair(const Vec3& colour, const Vec3& normal, const Vec3& strand,
                const FacePhoto::Light& light, const Visibility& visible);

}  // namespace mien::face
