#include "training/evaluation.h"

#include <algorithm>
#include <cmath>

#include "data/convert.h"
#include "data/sample_fields.h"
#include "data/spread.h"
#include "data/tile_grid.h"
#include "training/recover_portraits.h"

namespace mien {
namespace {

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

// The portraits themselves, to be judged as if they were recovered.
JudgedFaces judged(const Dataset& dataset, std::span<const Index> portraits) {
  std::vector<Tensor> images, photos;
  JudgedFaces faces;
  for (const Index portrait : portraits) {
    const Index face = dataset.face_of(portrait);
    images.push_back(dataset.portrait_image(portrait));
    photos.push_back(dataset.face_image(face));
    faces.people.push_back(dataset.identity_of(face));
    faces.styles.push_back(dataset.style_of(portrait));
  }
  faces.images = stack_images(images);
  faces.photos = stack_images(photos);
  return faces;
}

// All that one row of a results table says.
class RowMeasures {
 public:
  explicit RowMeasures(const MakeMeasures& make) {
    if (make) further_ = make();
  }
  void add(const JudgedFaces& faces) {
    for (Index i = 0; i < faces.images.dim(0); ++i) {
      metrics_.add(image_of(faces.images, i), image_of(faces.photos, i));
    }
    for (const auto& measure : further_) measure->add(faces);
  }
  EvaluationRow row(const std::string& split, const std::string& method) const {
    EvaluationRow row{split, method, metrics_, {}};
    for (const auto& measure : further_) {
      const std::vector<Measurement> results = measure->results();
      row.further.insert(row.further.end(), results.begin(), results.end());
    }
    return row;
  }

 private:
  MeanMetrics metrics_;
  std::vector<std::unique_ptr<Measure>> further_;
};

}  // namespace

std::vector<EvaluationRow> evaluate(Recipe& recipe, const Dataset& dataset,
                                    const EvaluationPlan& plan) {
  std::vector<Part> parts = parts_of(dataset, plan.split, plan.rows);
  Index total = 0, done = 0;
  for (Part& part : parts) {
    if (plan.count) part.portraits = spread(part.portraits, *plan.count);
    total += static_cast<Index>(part.portraits.size());
  }
  const Tensor mean = mean_face(dataset);
  std::vector<EvaluationRow> rows;
  if (plan.progress) plan.progress(done, total);
  for (const auto& [name, portraits] : parts) {
    RowMeasures itself(plan.measures), average(plan.measures), recovered(plan.measures);
    recover_portraits(recipe, dataset, portraits, [&](auto batch, const Tensor& output) {
      JudgedFaces faces = judged(dataset, batch);
      itself.add(faces);
      faces.images = stack_images(std::vector(batch.size(), mean));
      average.add(faces);
      faces.images = to_uint8(output);
      recovered.add(faces);
      done += static_cast<Index>(batch.size());
      if (plan.progress) plan.progress(done, total);
    });
    rows.push_back(itself.row(name, "portrait"));
    rows.push_back(average.row(name, "mean_face"));
    rows.push_back(recovered.row(name, recipe.name()));
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
    picks = spread(by_style[dataset.style_of(picks.front())], 8);
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

}  // namespace mien
