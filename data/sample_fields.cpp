#include "data/sample_fields.h"

#include <algorithm>

#include "data/face_class.h"
#include "data/guide_fields.h"
#include "data/landmarks.h"
#include "tensor/joined.h"

namespace mien {
namespace {

using Columns = std::vector<std::string>;

// What can be asked for. `place` finds the columns in a data set, or complains; `read` writes the
// field of one face, mirrored if so wished.
struct KnownField {
  const char* name;
  Shape (*shape)(const Columns& columns, Index size);
  std::vector<std::size_t> (*place)(const Dataset& dataset, const Columns& columns);
  void (*read)(const Dataset& dataset, Index face, const std::vector<std::size_t>& places,
               bool mirrored, float* to);
  bool of_portrait = false;  // what `read` is given is a portrait
  // Instead of `read`, for a field that is another portrait: which one.
  Index (Triplets::*choose)(Index portrait, TripletViews views,
                            const Random& draws) const = nullptr;
};

std::vector<std::size_t> place_attributes(const Dataset& dataset, const Columns& columns) {
  const auto& known = dataset.manifest().attributes;
  const std::string folder = dataset.folder().string();
  if (known.empty()) {
    throw DatasetError(folder +
                       ": the model learns from attributes of faces, and this data set has none "
                       "(mien-dataset faces draws faces with theirs; mien-dataset import --layout "
                       "celeba takes them from list_attr*.txt; then mien-dataset portraits)");
  }
  std::vector<std::size_t> places;
  for (const std::string& name : columns) {
    const auto at = std::find(known.begin(), known.end(), name);
    if (at == known.end()) {
      throw DatasetError(text(folder, ": the model learns from the attribute ", name,
                              ", which this data set does not have; it has ", joined(known)));
    }
    places.push_back(static_cast<std::size_t>(at - known.begin()));
  }
  return places;
}

void read_attributes(const Dataset& dataset, Index face, const std::vector<std::size_t>& places,
                     bool, float* to) {
  const auto values = dataset.attributes_of(face);
  for (const std::size_t place : places) *to++ = values[place];
}

std::vector<std::size_t> place_landmarks(const Dataset& dataset, const Columns&) {
  if (!dataset.manifest().has_landmarks) {
    throw DatasetError(dataset.folder().string() +
                       ": the model learns from landmarks of faces, and this data set has none "
                       "(mien-dataset landmarks finds them; mien-dataset faces draws faces with "
                       "theirs, then mien-dataset portraits)");
  }
  return {};
}

void read_landmarks(const Dataset& dataset, Index face, const std::vector<std::size_t>&,
                    bool mirrored, float* to) {
  write_landmarks(dataset.landmarks_of(face), dataset.size(), mirrored, to);
}

std::vector<std::size_t> place_guide_landmarks(const Dataset& dataset, const Columns& columns) {
  place_landmarks(dataset, columns);
  return place_guides(dataset, columns);
}

std::vector<std::size_t> place_parsing(const Dataset& dataset, const Columns&) {
  if (!dataset.manifest().has_parsing) {
    throw DatasetError(dataset.folder().string() +
                       ": the model learns from parsings of faces, and this data set has none "
                       "(mien-dataset parse finds them; mien-dataset faces draws faces with "
                       "theirs, then mien-dataset portraits)");
  }
  return {};
}

std::vector<std::size_t> place_sketch_parsing(const Dataset& dataset, const Columns&) {
  if (!dataset.manifest().has_portrait_parsing) {
    throw DatasetError(dataset.folder().string() +
                       ": the model is told the parsings of sketches, and this data set has none "
                       "(mien-dataset parse finds them; mien-dataset sketches draws faces with "
                       "theirs)");
  }
  return {};
}

// One-hot, mirrored if so wished.
void write_parsing(std::span<const std::uint8_t> parsing, Index side, bool mirrored, float* to) {
  std::fill_n(to, side * side * kFaceClasses, 0.0f);
  for (Index y = 0; y < side; ++y) {
    for (Index x = 0; x < side; ++x, to += kFaceClasses) {
      to[parsing[static_cast<std::size_t>(y * side + (mirrored ? side - 1 - x : x))]] = 1;
    }
  }
}

void read_parsing(const Dataset& dataset, Index face, const std::vector<std::size_t>&,
                  bool mirrored, float* to) {
  write_parsing(dataset.parsing_of_face(face), dataset.size(), mirrored, to);
}

void read_sketch_parsing(const Dataset& dataset, Index portrait, const std::vector<std::size_t>&,
                         bool mirrored, float* to) {
  write_parsing(dataset.parsing_of_portrait(portrait), dataset.size(), mirrored, to);
}

std::vector<std::size_t> place_triplets(const Dataset&, const Columns& columns) {
  check(columns.size() == 1 && (columns[0] == "frontal" || columns[0] == "any"),
        "the fields positive and negative have one column, \"frontal\" or \"any\" views");
  return {};
}

TripletViews views_of(const SampleField& field) {
  return field.columns.front() == "frontal" ? TripletViews::frontal : TripletViews::any;
}

Shape shape_of_columns(const Columns& columns, Index) {
  return Shape{static_cast<Index>(columns.size())};
}
Shape shape_of_landmarks(const Columns&, Index) { return Shape{kLandmarks, 2}; }
Shape shape_of_image(const Columns&, Index size) { return Shape{size, size, 3}; }

Shape shape_of_parsing(const Columns&, Index size) { return Shape{size, size, kFaceClasses}; }

const KnownField kKnown[] = {
    {"attributes", shape_of_columns, place_attributes, read_attributes},
    {"landmarks", shape_of_landmarks, place_landmarks, read_landmarks},
    {"guide", shape_of_image, place_guides, read_guide},
    {"guide_landmarks", shape_of_landmarks, place_guide_landmarks, read_guide_landmarks},
    {"parsing", shape_of_parsing, place_parsing, read_parsing},
    {"sketch_parsing", shape_of_parsing, place_sketch_parsing, read_sketch_parsing, true},
    {"positive", shape_of_image, place_triplets, nullptr, false, &Triplets::positive},
    {"negative", shape_of_image, place_triplets, nullptr, false, &Triplets::negative},
};

const KnownField& known(const SampleField& field) {
  for (const KnownField& entry : kKnown) {
    if (entry.name == field.name) return entry;
  }
  throw std::invalid_argument(
      text("samples carry no field \"", field.name, "\"; they can carry ",
           joined(kKnown, [](const KnownField& entry) { return entry.name; })));
}

Tensor blank_field(const SampleField& field, Index count, Index size) {
  const Shape one = known(field).shape(field.columns, size);
  std::vector<Index> sizes = {count};
  for (int axis = 0; axis < one.rank(); ++axis) sizes.push_back(one[axis]);
  return zeros(Shape(std::span<const Index>(sizes)));
}

}  // namespace

FieldReader::FieldReader(const Dataset& dataset, const std::vector<SampleField>& fields)
    : dataset_(dataset) {
  for (const SampleField& field : fields) {
    plans_.push_back({field, known(field).place(dataset, field.columns)});
    if (known(field).choose && !triplets_) triplets_.emplace(dataset);
  }
}

SampleFields FieldReader::blank(Index count) const {
  SampleFields fields;
  for (const Plan& plan : plans_)
    fields[plan.field.name] = blank_field(plan.field, count, dataset_.size());
  return fields;
}

void FieldReader::read(Index portrait, bool mirrored, Index sample, SampleFields& to,
                       const Random& draws) const {
  const Index face = dataset_.face_of(portrait);
  for (const auto& [field, places] : plans_) {
    Tensor& all = to.at(field.name);
    float* one = all.mutable_data<float>() + sample * (all.numel() / all.dim(0));
    const KnownField& how = known(field);
    if (how.choose) {
      const Index other = ((*triplets_).*how.choose)(portrait, views_of(field), draws);
      normalize_image(dataset_.portrait(other), dataset_.size(), mirrored, one);
    } else {
      how.read(dataset_, how.of_portrait ? portrait : face, places, mirrored, one);
    }
  }
}

SampleFields FieldReader::gather(std::span<const Index> portraits) const {
  SampleFields fields = blank(static_cast<Index>(portraits.size()));
  for (std::size_t i = 0; i < portraits.size(); ++i) {
    const auto step = static_cast<std::uint64_t>(portraits[i]);
    read(portraits[i], false, static_cast<Index>(i), fields, Random(0, "sample_fields", step));
  }
  return fields;
}

SampleFields blank_fields(const std::vector<SampleField>& fields, Index count, Index size) {
  SampleFields blank;
  for (const SampleField& field : fields) blank[field.name] = blank_field(field, count, size);
  return blank;
}

}  // namespace mien
