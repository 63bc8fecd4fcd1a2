#include "metrics/phase_congruency.h"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "metrics/fourier.h"

namespace mien {
namespace {

using std::numbers::pi;
using Complex = std::complex<double>;

double frequency(Index i, Index n) {
  return static_cast<double>(i < (n + 1) / 2 ? i : i - n) / static_cast<double>(n - n % 2);
}

double log_gabor(double radius, double wavelength) {
  if (radius == 0) return 0;
  const double deviations = std::log(radius * wavelength) / std::log(0.55);
  return std::exp(-deviations * deviations / 2) / (1 + std::pow(radius / 0.45, 30));
}

double spread(double theta, double angle) {
  double difference = std::abs(theta - angle);
  difference = std::min(difference, 2 * pi - difference);
  const double deviations = difference / (pi / 4 / 1.2);
  return std::exp(-deviations * deviations / 2);
}

double median_of_squares(const ComplexPlane& responses) {
  std::vector<double> squares(responses.size());
  std::transform(responses.begin(), responses.end(), squares.begin(),
                 [](Complex z) { return std::norm(z); });
  const auto middle = squares.begin() + static_cast<Index>(squares.size() / 2);
  std::nth_element(squares.begin(), middle, squares.end());
  if (squares.size() % 2 == 1) return *middle;
  return (*middle + *std::max_element(squares.begin(), middle)) / 2;
}

void add_energies(const std::array<ComplexPlane, 4>& responses, double threshold,
                  std::vector<double>& energies, std::vector<double>& amplitudes) {
  for (std::size_t i = 0; i < energies.size(); ++i) {
    Complex mean = responses[0][i] + responses[1][i] + responses[2][i] + responses[3][i];
    mean /= std::sqrt(std::norm(mean)) + 1e-4;
    double energy = 0;
    for (const ComplexPlane& response : responses) {
      const double e = response[i].real(), o = response[i].imag();
      energy += e * mean.real() + o * mean.imag() - std::abs(e * mean.imag() - o * mean.real());
      amplitudes[i] += std::sqrt(e * e + o * o);
    }
    energies[i] += std::max(energy - threshold, 0.0);
  }
}

}  // namespace

PhaseCongruency::PhaseCongruency(Index height, Index width) : height_(height), width_(width) {
  check(height >= 2 && width >= 2, "PhaseCongruency: sides must be at least 2, got ", height, " x ",
        width);
  for (Orientation& orientation : orientations_) {
    for (auto& filter : orientation.filters) filter.resize(height * width);
  }
  for (Index w = 0, i = 0; w < width; ++w) {
    for (Index h = 0; h < height; ++h, ++i) {
      const double x = frequency(w, width), y = frequency(h, height);
      const double theta = std::atan2(-y, x);
      for (int s = 0; s < kScales; ++s) {
        const double radial = log_gabor(std::hypot(x, y), 6 << s);
        for (int o = 0; o < kOrientations; ++o) {
          orientations_[o].filters[s][i] = radial * spread(theta, o * pi / kOrientations);
        }
      }
    }
  }
  for (auto& orientation : orientations_) orientation.noise_gain = noise_gain_of(orientation);
}

/// The noise's power p is the mean response (the median over ln 2) over the smallest filter's
/// power. Its energy is 2p Σ f_s² + 4p Σ_{i<j} f_i f_j = 2p (Σ f_s)², f_s being the real part of a
/// filter in space: that of half the sum of the filter and its mirror image, whence Parseval.
double PhaseCongruency::noise_gain_of(const Orientation& orientation) const {
  const auto sum_of_scales = [&](Index w, Index h) {
    double sum = 0;
    for (const auto& filter : orientation.filters) sum += filter[w * height_ + h];
    return sum;
  };
  double squares = 0, smallest = 0;
  for (Index w = 0; w < width_; ++w) {
    for (Index h = 0; h < height_; ++h) {
      const Index mirror_w = (width_ - w) % width_, mirror_h = (height_ - h) % height_;
      const double even = (sum_of_scales(w, h) + sum_of_scales(mirror_w, mirror_h)) / 2;
      const double filter = orientation.filters[0][w * height_ + h];
      squares += even * even;
      smallest += filter * filter;
    }
  }
  const double rayleigh = std::sqrt(squares / (smallest * std::numbers::ln2));
  return rayleigh * (std::sqrt(pi / 2) + 2 * std::sqrt(2 - pi / 2)) / 1.7;
}

std::vector<double> PhaseCongruency::operator()(std::span<const double> plane) const {
  const std::size_t size = height_ * width_;
  check(plane.size() == size, "PhaseCongruency: plane must have ", size, " values, got ",
        plane.size());
  const ComplexPlane spectrum = fourier(plane, height_, width_);
  ComplexPlane product(size);
  std::array<ComplexPlane, kScales> responses;
  std::vector<double> energies(size), amplitudes(size);
  for (const Orientation& orientation : orientations_) {
    for (int s = 0; s < kScales; ++s) {
      const auto& filter = orientation.filters[s];
      for (std::size_t i = 0; i < size; ++i) product[i] = filter[i] * spectrum[i];
      responses[s] = inverse_fourier(product, height_, width_);
    }
    const double threshold = orientation.noise_gain * std::sqrt(median_of_squares(responses[0]));
    add_energies(responses, threshold, energies, amplitudes);
  }
  for (std::size_t i = 0; i < size; ++i) {
    energies[i] = amplitudes[i] > 0 ? energies[i] / amplitudes[i] : 0;
  }
  return energies;
}

}  // namespace mien
