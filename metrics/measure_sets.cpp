// Measures of all pictures of a row together.
#include <algorithm>
#include <cmath>
#include <limits>
#include <map>

#include "metrics/batches.h"
#include "metrics/frechet_distance.h"
#include "metrics/luma.h"
#include "metrics/measures.h"
#include "metrics/null_space_lda.h"
#include "metrics/retrieval.h"

namespace mien {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

class FrechetInception : public Measure {
 public:
  explicit FrechetInception(DescribeImages features) : features_(std::move(features)) {}

  void add(const JudgedFaces& faces) override {
    images_.add(features_(faces.images));
    photos_.add(features_(faces.photos));
  }
  std::vector<Measurement> results() const override {
    return {
        {"fid", images_.count() < 2 ? kNone : frechet_distance(images_.all(), photos_.all()), 2}};
  }
  std::string convention() const override {
    return "FID of pictures against the photographs of the same row; compare at equal counts only.";
  }

 private:
  DescribeImages features_;
  Rows images_, photos_;
};

class Identity : public Measure {
 public:
  explicit Identity(DescribeImages descriptor) : descriptor_(std::move(descriptor)) {}

  void add(const JudgedFaces& faces) override {
    const Tensor images = descriptor_(faces.images), photos = descriptor_(faces.photos);
    for (Index i = 0; i < images.dim(0); ++i) {
      Style& style = styles_[faces.styles[static_cast<std::size_t>(i)]];
      style.images.add(images.slice(i, i + 1));
      style.photos.add(photos.slice(i, i + 1));
      style.people.push_back(faces.people[static_cast<std::size_t>(i)]);
    }
  }
  std::vector<Measurement> results() const override {
    std::vector<double> found, consistent, verified;
    for (const auto& [number, style] : styles_) {
      found.push_back(hit_rate(style.pictures(), style.photographs()));
      const double rate = verification_rate(style.pictures(), style.photographs());
      if (!std::isnan(rate)) verified.push_back(rate);
      for (const auto& [other_number, other] : styles_) {
        if (number == other_number) continue;
        consistent.push_back(hit_rate(style.pictures(), other.pictures()));
      }
    }
    return {{"frr_top5", mean_of(found)},
            {"fcr_top5", mean_of(consistent)},
            {"vr_far0.1%", mean_of(verified)}};
  }
  std::string convention() const override {
    return "FRR: whose photograph is among the 5 nearest, one style at a time; FCR: the same among "
           "the pictures of another style; VR at 0.1 % false acceptance; means over styles.";
  }

 private:
  struct Style {
    Descriptors pictures() const { return {images.all(), people}; }
    Descriptors photographs() const { return {photos.all(), people}; }
    Rows images, photos;
    std::vector<Index> people;
  };
  DescribeImages descriptor_;
  std::map<Index, Style> styles_;
};

class Recognition : public Measure {
 public:
  void add(const JudgedFaces& faces) override {
    for (Index i = 0; i < faces.images.dim(0); ++i) {
      const Index person = faces.people[static_cast<std::size_t>(i)];
      if (std::ranges::find(people_, person) != people_.end()) continue;
      people_.push_back(person);
      images_.add(grey_row(faces.images.slice(i, i + 1)));
      photos_.add(grey_row(faces.photos.slice(i, i + 1)));
    }
  }
  std::vector<Measurement> results() const override {
    const Index share = images_.count() * 150 / 338;
    if (share < 2) return {{"nlda", kNone}};
    const Tensor images = images_.all();
    const Index most = (images.dim(1) + 1) / 2;  // that so many pixels tell apart
    const NullSpaceLdaOptions options{.training_people = std::min(share, most)};
    if (options.training_people < 2) return {{"nlda", kNone}};
    return {{"nlda", null_space_lda(photos_.all(), images, options).best_rate}};
  }
  std::string convention() const override {
    return "NLDA: rank-1 rate of photographs among pictures; of the people 150 in 338 train the "
           "classifier, the others are looked for; mean over 20 splits of each one's best.";
  }

 private:
  static Tensor grey_row(const Tensor& image) {
    const Tensor grey = grey_of(image.reshape(image.shape().removed(0))).to(DType::float32);
    return grey.reshape({1, grey.numel()});
  }

  std::vector<Index> people_;
  Rows images_, photos_;
};

}  // namespace

std::unique_ptr<Measure> measure_fid(DescribeImages features) {
  return std::make_unique<FrechetInception>(std::move(features));
}

std::unique_ptr<Measure> measure_identity(DescribeImages descriptor) {
  return std::make_unique<Identity>(std::move(descriptor));
}

std::unique_ptr<Measure> measure_recognition() { return std::make_unique<Recognition>(); }

}  // namespace mien
