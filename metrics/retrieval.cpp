#include "metrics/retrieval.h"

#include <algorithm>
#include <cmath>
#include <limits>

namespace mien {
namespace {

void check_descriptors(const Descriptors& faces, const char* metric, const char* which) {
  check(faces.values.rank() == 2 && faces.values.dtype() == DType::float32 &&
            faces.values.numel() > 0,
        metric, ": ", which, " must be float32 [N, D] of at least one face, got ",
        faces.values.dtype(), ' ', faces.values.shape());
  check(static_cast<Index>(faces.people.size()) == faces.values.dim(0), metric, ": ", which,
        " have ", faces.values.dim(0), " descriptors of ", faces.people.size(), " people");
  const auto values = faces.values.span<float>();
  check(std::all_of(values.begin(), values.end(), [](float value) { return std::isfinite(value); }),
        metric, ": descriptors of ", which, " must be finite");
}

void check_pair(const Descriptors& queries, const Descriptors& gallery, const char* metric) {
  check_descriptors(queries, metric, "queries");
  check_descriptors(gallery, metric, "the gallery's faces");
  check(queries.values.dim(1) == gallery.values.dim(1), metric, ": queries have ",
        queries.values.dim(1), " numbers each, the gallery's faces ", gallery.values.dim(1));
}

/// Squared distances of query `i` to all of the gallery.
std::vector<double> distances(const Descriptors& queries, Index i, const Descriptors& gallery) {
  const Index size = queries.values.dim(1);
  const float* query = queries.values.data<float>() + i * size;
  const float* face = gallery.values.data<float>();
  std::vector<double> result(gallery.people.size());
  for (double& distance : result) {
    for (Index k = 0; k < size; ++k, ++face) {
      const double gap = double(query[k]) - *face;
      distance += gap * gap;
    }
  }
  return result;
}

/// Of a person's nearest face to be among the first `top`, if equal distances come in any order.
double chance_of_hit(const std::vector<double>& distances, const std::vector<Index>& people,
                     Index person, Index top) {
  double own = std::numeric_limits<double>::infinity();
  for (std::size_t j = 0; j < distances.size(); ++j) {
    if (people[j] == person) own = std::min(own, distances[j]);
  }
  if (std::isinf(own)) return 0;
  Index nearer = 0, equal = 1;
  for (std::size_t j = 0; j < distances.size(); ++j) {
    if (people[j] == person) continue;
    nearer += distances[j] < own;
    equal += distances[j] == own;
  }
  return std::clamp(static_cast<double>(top - nearer) / static_cast<double>(equal), 0., 1.);
}

}  // namespace

double hit_rate(const Descriptors& queries, const Descriptors& gallery, Index top) {
  check_pair(queries, gallery, "hit_rate");
  check(top >= 1, "hit_rate: top must be at least 1, got ", top);
  double hits = 0;
  for (std::size_t i = 0; i < queries.people.size(); ++i) {
    hits += chance_of_hit(distances(queries, static_cast<Index>(i), gallery), gallery.people,
                          queries.people[i], top);
  }
  return hits / static_cast<double>(queries.people.size());
}

double verification_rate(const Descriptors& queries, const Descriptors& gallery,
                         double false_acceptance) {
  check_pair(queries, gallery, "verification_rate");
  check(false_acceptance >= 0 && false_acceptance <= 1,
        "verification_rate: false_acceptance must be a share from 0 to 1, got ", false_acceptance);
  std::vector<double> same, different;
  for (std::size_t i = 0; i < queries.people.size(); ++i) {
    const std::vector<double> all = distances(queries, static_cast<Index>(i), gallery);
    for (std::size_t j = 0; j < all.size(); ++j) {
      (gallery.people[j] == queries.people[i] ? same : different).push_back(all[j]);
    }
  }
  if (same.empty() || different.empty()) return std::numeric_limits<double>::quiet_NaN();
  const auto accepted =
      static_cast<std::size_t>(false_acceptance * static_cast<double>(different.size()));
  if (accepted == different.size()) return 1;
  std::nth_element(different.begin(), different.begin() + static_cast<Index>(accepted),
                   different.end());
  const double threshold = different[accepted];
  const auto passed = std::count_if(same.begin(), same.end(),
                                    [=](double distance) { return distance < threshold; });
  return static_cast<double>(passed) / static_cast<double>(same.size());
}

}  // namespace mien
