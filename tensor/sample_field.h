#pragma once

#include <map>
#include <string>
#include <vector>

#include "tensor/tensor.h"

namespace mien {

// Note [Sample fields]
// A sample is an input, a target, and whatever else a model learns from: a recipe declares these
// further fields by name (Recipe::fields), the data set delivers them (data/sample_fields.h, where
// every field there is stands in one table), and a batch carries them by name. The types stand here
// because models take what data makes, and neither knows the other.

/// One thing a sample is to carry beside its input and target.
struct SampleField {
  std::string name;                       ///< "attributes", "landmarks"
  std::vector<std::string> columns = {};  ///< of attributes which ones, in this order; of guides
                                          ///< whose photo: "same" or "other"; of positives
                                          ///< and negatives which views: "frontal" or "any"
};

/// The fields of a batch by name; the first axis of each counts the samples.
using SampleFields = std::map<std::string, Tensor>;

}  // namespace mien
