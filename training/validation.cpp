#include "training/validation.h"

#include <algorithm>
#include <cmath>

#include "data/convert.h"
#include "data/sample_fields.h"
#include "data/tile_grid.h"

namespace mien {
namespace {

constexpr Index kBatch = 16;
constexpr Index kShown = 8;

std::vector<Index> faces_of(const Dataset& dataset, std::span<const Index> portraits) {
  std::vector<Index> faces;
  for (Index portrait : portraits) faces.push_back(dataset.face_of(portrait));
  return faces;
}

// Runs use(first, portraits, recovered) over batches.
template <class Use>
void recover_in_batches(Recipe& recipe, const Dataset& dataset, std::span<const Index> portraits,
                        Use&& use) {
  const FieldReader reader(dataset, recipe.fields());
  for (std::size_t first = 0; first < portraits.size(); first += kBatch) {
    const auto part =
        portraits.subspan(first, std::min<std::size_t>(kBatch, portraits.size() - first));
    use(part, recipe.recover(gather_portraits(dataset, part), reader.gather(part)));
  }
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

Tensor mean_face(const Dataset& dataset) {
  const std::vector<Index> faces = dataset.faces_in(Split::train);
  if (faces.empty()) throw DatasetError("evaluate: the data set has no training faces to average");
  const Index side = dataset.size();
  std::vector<double> sum(side * side * 3);
  for (Index face : faces) {
    const auto pixels = dataset.face(face);
    for (std::size_t i = 0; i < sum.size(); ++i) sum[i] += pixels[i];
  }
  Tensor mean({side, side, 3}, DType::uint8);
  auto out = mean.mutable_span<std::uint8_t>();
  for (std::size_t i = 0; i < sum.size(); ++i) {
    out[i] = static_cast<std::uint8_t>(std::lround(sum[i] / static_cast<double>(faces.size())));
  }
  return mean;
}

// Portraits that share rows of a results table.
struct Part {
  std::string name;
  std::vector<Index> portraits;
};

std::vector<Part> parts_of(const Dataset& dataset, Split split, StyleRows rows) {
  std::vector<Part> parts;
  if (rows == StyleRows::groups) {
    parts = {{"seen", dataset.portraits_in(split, StyleGroup::seen)},
             {"unseen", dataset.portraits_in(split, StyleGroup::unseen)}};
  } else {
    for (const StyleInfo& style : dataset.manifest().styles) parts.push_back({style.name, {}});
    for (const Index portrait : dataset.portraits_in(split)) {
      parts[static_cast<std::size_t>(dataset.style_of(portrait))].portraits.push_back(portrait);
    }
  }
  std::erase_if(parts, [](const Part& part) { return part.portraits.empty(); });
  return parts;
}

}  // namespace

Validation validate(Recipe& recipe, const Dataset& dataset, std::span<const Index> portraits) {
  check(!portraits.empty(), "validate: there are no portraits of held-out people");
  Validation result;
  Spread outputs, targets;
  std::vector<std::vector<Tensor>> rows(3);
  const std::vector<Index> shown = spread({portraits.begin(), portraits.end()}, kShown);
  recover_in_batches(recipe, dataset, portraits, [&](auto part, const Tensor& recovered) {
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

std::vector<EvaluationRow> evaluate(Recipe& recipe, const Dataset& dataset, Split split,
                                    const std::function<void(Index, Index)>& progress,
                                    std::optional<Index> count, StyleRows style_rows) {
  std::vector<Part> parts = parts_of(dataset, split, style_rows);
  Index total = 0, done = 0;
  for (Part& part : parts) {
    if (count) part.portraits = spread(part.portraits, *count);
    total += static_cast<Index>(part.portraits.size());
  }
  const Tensor mean = mean_face(dataset);
  std::vector<EvaluationRow> rows;
  if (progress) progress(done, total);
  for (const auto& [name, portraits] : parts) {
    MeanMetrics itself, average, recovered;
    recover_in_batches(recipe, dataset, portraits, [&](auto batch, const Tensor& output) {
      const Tensor images = to_uint8(output);
      for (std::size_t i = 0; i < batch.size(); ++i) {
        const Tensor face = dataset.face_image(dataset.face_of(batch[i]));
        itself.add(dataset.portrait_image(batch[i]), face);
        average.add(mean, face);
        recovered.add(image_of(images, i), face);
      }
      done += static_cast<Index>(batch.size());
      if (progress) progress(done, total);
    });
    rows.push_back({name, "portrait", itself});
    rows.push_back({name, "mean_face", average});
    rows.push_back({name, recipe.name(), recovered});
  }
  return rows;
}

Tensor evaluation_grid(Recipe& recipe, const Dataset& dataset, Split split) {
  // The columns are as many people as there are styles, each in another style; of a single style,
  // eight of its portraits.
  const auto& styles = dataset.manifest().styles;
  std::vector<std::vector<Index>> by_style(styles.size());
  for (Index portrait : dataset.portraits_in(split)) {
    by_style[dataset.style_of(portrait)].push_back(portrait);
  }
  std::vector<Index> picks;
  std::vector<std::string> captions;
  for (std::size_t style = 0; style < styles.size(); ++style) {
    const auto& portraits = by_style[style];
    if (portraits.empty()) continue;
    picks.push_back(portraits[style * portraits.size() / styles.size()]);
    captions.push_back(styles[style].seen ? styles[style].name : styles[style].name + "*");
  }
  if (picks.size() == 1) {
    picks = spread(by_style[dataset.style_of(picks.front())], kShown);
    captions.assign(picks.size(), captions.front());
  }
  const SampleFields fields = FieldReader(dataset, recipe.fields()).gather(picks);
  const Tensor recovered = to_uint8(recipe.recover(gather_portraits(dataset, picks), fields));
  std::vector<std::vector<Tensor>> rows(3);
  for (std::size_t i = 0; i < picks.size(); ++i) {
    rows[0].push_back(dataset.portrait_image(picks[i]));
    rows[1].push_back(image_of(recovered, static_cast<Index>(i)));
    rows[2].push_back(dataset.face_image(dataset.face_of(picks[i])));
  }
  return tile_grid(
      rows, {.column_captions = captions, .row_captions = {"portrait", "recovered", "photo"}});
}

std::vector<Index> spread(const std::vector<Index>& numbers, Index count) {
  const Index size = static_cast<Index>(numbers.size());
  std::vector<Index> picks;
  for (Index i = 0; i < std::min(count, size); ++i) {
    picks.push_back(numbers[i * size / std::min(count, size)]);
  }
  return picks;
}

}  // namespace mien
