// Measures that are means over pairs of images.
#include <exception>

#include "metrics/batches.h"
#include "metrics/fsim.h"
#include "metrics/measures.h"

namespace mien {
namespace {

Tensor image_at(const Tensor& images, Index i) {
  return images.slice(i, i + 1).reshape(images.shape().removed(0));
}

class Fsim : public Measure {
 public:
  void add(const JudgedFaces& faces) override {
    const auto count = static_cast<std::size_t>(faces.images.dim(0));
    std::vector<FeatureSimilarity> found(count);
    std::vector<std::exception_ptr> errors(count);  // none may leave the parallel loop
#pragma omp parallel for schedule(static)
    for (std::size_t i = 0; i < count; ++i) {
      try {
        const auto at = static_cast<Index>(i);
        found[i] = fsim(image_at(faces.images, at), image_at(faces.photos, at));
      } catch (...) {
        errors[i] = std::current_exception();
      }
    }
    for (const std::exception_ptr& error : errors) {
      if (error) std::rethrow_exception(error);
    }
    for (const FeatureSimilarity& similarity : found) {
      grey_.push_back(similarity.grey);
      color_.push_back(similarity.color);
    }
  }
  std::vector<Measurement> results() const override {
    return {{"fsim", mean_of(grey_)}, {"fsim_color", mean_of(color_)}};
  }
  std::string convention() const override {
    return "FSIM on luma and FSIMc in colour, 8 bit, the authors' constants; means over images.";
  }

 private:
  std::vector<double> grey_, color_;
};

class PerceptualDistance : public Measure {
 public:
  PerceptualDistance(CompareImages distance, std::string network)
      : distance_(std::move(distance)), network_(std::move(network)) {}

  void add(const JudgedFaces& faces) override {
    const Tensor found = distance_(faces.images, faces.photos);
    for (const float value : found.span<float>()) distances_.push_back(value);
  }
  std::vector<Measurement> results() const override { return {{"lpips", mean_of(distances_)}}; }
  std::string convention() const override {
    return "LPIPS v0.1 on " + network_ + ", at the images' own size; mean over images.";
  }

 private:
  CompareImages distance_;
  std::string network_;
  std::vector<double> distances_;
};

}  // namespace

std::unique_ptr<Measure> measure_fsim() { return std::make_unique<Fsim>(); }

std::unique_ptr<Measure> measure_lpips(CompareImages distance, const std::string& network) {
  return std::make_unique<PerceptualDistance>(std::move(distance), network);
}

}  // namespace mien
