#include "data/resize_dataset.h"

#include <algorithm>

#include "data/face_class.h"
#include "data/resize.h"

namespace mien {
namespace {

Tensor one_hot(const Tensor& parsing) {
  Tensor maps = zeros({parsing.dim(0), parsing.dim(1), kFaceClasses});
  float* map = maps.mutable_data<float>();
  for (const std::uint8_t part : parsing.span<std::uint8_t>()) {
    map[part] = 1;
    map += kFaceClasses;
  }
  return maps;
}

Tensor scaled(const Tensor& landmarks, double factor) {
  Tensor points = landmarks.clone();
  for (float& coordinate : points.mutable_span<float>()) {
    coordinate = static_cast<float>(coordinate * factor);
  }
  return points;
}

KnownImage resized(const KnownImage& known, Index size) {
  KnownImage result = known;
  const double factor = double(size) / double(known.image.dim(0));
  result.image = resize(known.image, size, size);
  auto& [landmarks, attributes, parsing] = result.labels;
  if (landmarks.defined()) landmarks = scaled(landmarks, factor);
  if (parsing.defined()) parsing = resize_parsing(parsing, size);
  return result;
}

}  // namespace

Tensor largest_class(const Tensor& maps) {
  check(maps.rank() == 3 && maps.dtype() == DType::float32,
        "largest_class: maps must be float32 [H, W, classes], got ", maps.dtype(), " ",
        maps.shape());
  const Index classes = maps.dim(2);
  Tensor largest({maps.dim(0), maps.dim(1)}, DType::uint8);
  const float* map = maps.data<float>();
  for (auto& part : largest.mutable_span<std::uint8_t>()) {
    part = static_cast<std::uint8_t>(std::max_element(map, map + classes) - map);
    map += classes;
  }
  return largest;
}

// The triangle has no negative lobes, so that a class cannot weigh less than nothing.
Tensor resize_parsing(const Tensor& parsing, Index size) {
  check(parsing.rank() == 2 && parsing.dtype() == DType::uint8,
        "resize_parsing: needs a uint8 map [H, W], got ", parsing.dtype(), " ", parsing.shape());
  return largest_class(resize(one_hot(parsing), size, size, Interpolation::bilinear));
}

Rewriting resizing(const Dataset& dataset, Index size) {
  check(size >= 1 && size <= 4096, "resize: the size must be 1 to 4096, got ", size);
  Rewriting rewriting{dataset.manifest()};
  rewriting.manifest.size = size;
  rewriting.manifest.source += text("; resized from ", dataset.size(), "x", dataset.size());
  rewriting.face = [size](const KnownImage& face, Index) { return resized(face, size); };
  rewriting.portrait = [size](const KnownImage& portrait) { return resized(portrait, size); };
  return rewriting;
}

}  // namespace mien
