// Measures that are means over pairs of images.
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
    const Index count = faces.images.dim(0), before = static_cast<Index>(grey_.size());
    grey_.resize(static_cast<std::size_t>(before + count));
    color_.resize(grey_.size());
#pragma omp parallel for schedule(static)
    for (Index i = 0; i < count; ++i) {
      const FeatureSimilarity found = fsim(image_at(faces.images, i), image_at(faces.photos, i));
      grey_[static_cast<std::size_t>(before + i)] = found.grey;
      color_[static_cast<std::size_t>(before + i)] = found.color;
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
