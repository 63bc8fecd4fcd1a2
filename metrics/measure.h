#pragma once

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "tensor/tensor.h"

namespace mien {

/// Pictures that a method made of test people, beside their photographs.
struct JudgedFaces {
  Tensor images, photos;      ///< uint8 [N, H, W, 3] both
  std::vector<Index> people;  ///< whose each photograph is
  std::vector<Index> styles;  ///< of the portrait that each picture was made from
};

/// One column of a results table.
struct Measurement {
  std::string name;
  double value = 0;
  int decimals = 4;  ///< to print
};

/// What can be said of all pictures of a results table's row, which come in batch by batch.
class Measure {
 public:
  virtual ~Measure() = default;

  virtual void add(const JudgedFaces& faces) = 0;

  /// The same columns whatever was added; NaN for what these faces do not tell.
  virtual std::vector<Measurement> results() const = 0;

  /// How the numbers are made, in one sentence, to stand below a table.
  virtual std::string convention() const = 0;
};

/// Makes what a row is measured by, anew for each.
using MakeMeasures = std::function<std::vector<std::unique_ptr<Measure>>()>;

}  // namespace mien
