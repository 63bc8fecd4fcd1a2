#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "data/dataset.h"
#include "data/triplets.h"
#include "tensor/sample_field.h"

namespace mien {

/// Reads the fields of samples (Note [Sample fields]) out of a data set.
///
///   attributes  [N, A] float32, 0 or 1: the field's columns, of the face behind the portrait
///   landmarks   [N, 68, 2] float32: (x, y) in pixels of the face behind the portrait
///   guide       [N, S, S, 3] float32 in [-1, 1]: with the column "same" the guide that the data
///               names, or else the next photo of the same person, the first one after the last;
///               with "other" the first photo of the next person of the split
///   guide_landmarks  [N, 68, 2] float32: of that photo; columns as above
///   parsing     [N, S, S, 8] float32, 0 or 1: of each pixel of the face its FaceClass
///   sketch_parsing  [N, S, S, 8] float32, 0 or 1: of the portrait
///   positive, negative  [N, S, S, 3] float32 in [-1, 1]: a portrait of the same and one of another
///               person, with the column "frontal" or "any" (data/triplets.h)
///
/// A mirrored sample's fields are those of the mirrored face: landmarks change sides and names.
/// A new field is one more entry of the table in sample_fields.cpp.
class FieldReader {
 public:
  /// The data set must outlive the reader. Throws DatasetError naming the folder, what it lacks
  /// and the command that makes it; std::invalid_argument for a field nobody knows.
  FieldReader(const Dataset& dataset, const std::vector<SampleField>& fields);

  /// Fields of `count` samples to be filled by `read`.
  SampleFields blank(Index count) const;
  /// Writes what belongs to one portrait as sample `sample` of `to`, which `blank` made. Where
  /// there is a choice, `draws` make it.
  void read(Index portrait, bool mirrored, Index sample, SampleFields& to,
            const Random& draws = Random(0, "sample_fields")) const;
  /// The fields of some portraits, not mirrored; choices depend on the portrait alone.
  SampleFields gather(std::span<const Index> portraits) const;

 private:
  struct Plan {
    SampleField field;
    std::vector<std::size_t> places;  // of the columns among the data set's attributes
  };
  const Dataset& dataset_;
  std::vector<Plan> plans_;
  std::optional<Triplets> triplets_;  // if a field asks for them
};

/// Fields of `count` samples of images of `size` pixels a side, all 0, without a data set: to look
/// at what is computed rather than at its values. Throws std::invalid_argument for a field nobody
/// knows.
SampleFields blank_fields(const std::vector<SampleField>& fields, Index count, Index size);

}  // namespace mien
