#include "metrics/fourier.h"

#include <algorithm>
#include <unsupported/Eigen/FFT>

namespace mien {
namespace {

using Complex = std::complex<double>;

/// [height, width] to [width, height], each row transformed and laid down as a column: four at a
/// time, as a column alone would touch one cache line per value.
ComplexPlane transformed_rows(const ComplexPlane& from, Index height, Index width, auto transform) {
  ComplexPlane to(from.size()), rows(4 * width);
  for (Index h = 0; h < height; h += 4) {
    const Index count = std::min<Index>(4, height - h);
    for (Index i = 0; i < count; ++i) transform(&rows[i * width], &from[(h + i) * width], width);
    for (Index w = 0; w < width; ++w) {
      for (Index i = 0; i < count; ++i) to[w * height + h + i] = rows[i * width + w];
    }
  }
  return to;
}

}  // namespace

ComplexPlane fourier(std::span<const double> plane, Index height, Index width) {
  Eigen::FFT<double> fft;
  const auto row = [&](Complex* to, const Complex* from, Index n) { fft.fwd(to, from, n); };
  const ComplexPlane values(plane.begin(), plane.end());
  const ComplexPlane columns = transformed_rows(values, height, width, row);
  ComplexPlane spectrum(plane.size());
  for (Index w = 0; w < width; ++w) row(&spectrum[w * height], &columns[w * height], height);
  return spectrum;
}

ComplexPlane inverse_fourier(const ComplexPlane& spectrum, Index height, Index width) {
  Eigen::FFT<double> fft;
  const auto row = [&](Complex* to, const Complex* from, Index n) { fft.inv(to, from, n); };
  const ComplexPlane rows = transformed_rows(spectrum, width, height, row);
  ComplexPlane plane(spectrum.size());
  for (Index h = 0; h < height; ++h) row(&plane[h * width], &rows[h * width], width);
  return plane;
}

}  // namespace mien
