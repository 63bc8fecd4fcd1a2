#include "models/gfrnet/face_window.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "autograd/ops/slice.h"

namespace mien {
namespace {

struct Span {
  Index begin, count;
};

// Pixels low ... high, rounded outwards, at least `smallest` of the `size` there are.
Span pixels_between(double low, double high, Index size, Index smallest) {
  const auto last = static_cast<double>(size - 1);
  const auto begin = static_cast<Index>(std::floor(std::clamp(low, 0.0, last)));
  const auto end = static_cast<Index>(std::ceil(std::clamp(high, 0.0, last))) + 1;
  const Index count = std::max(end - begin, smallest);
  return {std::clamp<Index>(begin - (count - (end - begin)) / 2, 0, size - count), count};
}

}  // namespace

Window face_window(const Tensor& landmarks, Index height, Index width, Index smallest) {
  check(landmarks.rank() == 2 && landmarks.dim(0) > 0 && landmarks.dim(1) == 2,
        "face_window: landmarks must be [K, 2], got ", landmarks.shape());
  check(smallest >= 1 && std::min(height, width) >= smallest, "face_window: an image of ", width,
        " x ", height, " pixels has no window of ", smallest);
  const Tensor host = landmarks.to(kCpu).to(DType::float64);
  constexpr double kFar = std::numeric_limits<double>::infinity();
  double low[] = {kFar, kFar}, high[] = {-kFar, -kFar};
  for (Index i = 0; i < host.numel(); ++i) {
    const double value = host.span<double>()[i];
    check(std::isfinite(value), "face_window: landmarks must be finite");
    low[i % 2] = std::min(low[i % 2], value);
    high[i % 2] = std::max(high[i % 2], value);
  }
  const Span columns = pixels_between(low[0], high[0], width, smallest);
  const Span rows = pixels_between(low[1], high[1], height, smallest);
  return {rows.begin, columns.begin, rows.count, columns.count};
}

Variable crop(const Variable& x, const Window& window) {
  check(x.rank() == 4, "crop: x must be [N, H, W, C], got ", x.shape());
  const Variable rows = slice(x, 1, window.top, window.top + window.height);
  return slice(rows, 2, window.left, window.left + window.width);
}

}  // namespace mien
