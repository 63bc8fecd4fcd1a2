#include "training/validation.h"

#include <algorithm>
#include <cmath>

#include "data/convert.h"
#include "data/spread.h"
#include "data/tile_grid.h"
#include "training/recover_portraits.h"

namespace mien {
namespace {

constexpr Index kShown = 8;

std::vector<Index> faces_of(const Dataset& dataset, std::span<const Index> portraits) {
  std::vector<Index> faces;
  for (Index portrait : portraits) faces.push_back(dataset.face_of(portrait));
  return faces;
}

// Pixel-wise mean and mean deviation from it over images that come in one by one.
class Spread {
 public:
  void add(const Tensor& batch) {
    const Index pixels = batch.numel() / batch.dim(0);
    sum_.resize(pixels);
    squares_.resize(pixels);
    const float* x = batch.data<float>();
    for (Index i = 0; i < batch.numel(); ++i) {
      sum_[i % pixels] += x[i];
      squares_[i % pixels] += static_cast<double>(x[i]) * x[i];
    }
    count_ += batch.dim(0);
  }
  double deviation() const {
    double total = 0;
    for (std::size_t i = 0; i < sum_.size(); ++i) {
      const double mean = sum_[i] / count_;
      total += std::sqrt(std::max(0.0, squares_[i] / count_ - mean * mean));
    }
    return total / static_cast<double>(sum_.size());
  }

 private:
  std::vector<double> sum_, squares_;
  double count_ = 0;
};

}  // namespace

Validation validate(Recipe& recipe, const Dataset& dataset, std::span<const Index> portraits) {
  check(!portraits.empty(), "validate: there are no portraits of held-out people");
  Validation result;
  Spread outputs, targets;
  std::vector<std::vector<Tensor>> rows(3);
  const std::vector<Index> shown = spread({portraits.begin(), portraits.end()}, kShown);
  recover_portraits(recipe, dataset, portraits, [&](auto part, const Tensor& recovered) {
    const std::vector<Index> faces = faces_of(dataset, part);
    outputs.add(recovered);
    targets.add(gather_faces(dataset, faces));
    const Tensor images = to_uint8(recovered);
    for (std::size_t i = 0; i < part.size(); ++i) {
      const Tensor image = image_of(images, i), face = dataset.face_image(faces[i]);
      result.recovered.add(image, face);
      if (std::ranges::find(shown, part[i]) == shown.end()) continue;
      rows[0].push_back(dataset.portrait_image(part[i]));
      rows[1].push_back(image);
      rows[2].push_back(face);
    }
  });
  const double varied = targets.deviation();
  result.variety = varied > 0 ? outputs.deviation() / varied : 1;
  result.grid = tile_grid(rows, {.row_captions = {"portrait", "recovered", "photo"}});
  return result;
}

}  // namespace mien
