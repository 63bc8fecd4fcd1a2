#pragma once

#include <map>
#include <string>
#include <vector>

#include "models/recipe.h"

namespace mien {

/// What a user says of the face to be recovered: attributes that a model knows, with their values.
class AttributeEdits {
 public:
  /// `assignments` are of the form NAME=VALUE, VALUE from 0 to 1; what nobody names is as the
  /// average face. Throws std::invalid_argument for a model that knows no attributes, for a name
  /// it does not know, with the nearest one, and for another value.
  AttributeEdits(const Recipe& recipe, const std::vector<std::string>& assignments);

  /// The fields of one picture, with all edits.
  SampleFields fields() const;

  /// One edit at a time, of the average face: first none, then each that was given, or, if none
  /// was, each attribute turned over.
  struct Single {
    std::string caption;  ///< "no edit", "Smiling=1"
    SampleFields fields;
  };
  std::vector<Single> one_by_one() const;

  /// The captions of a picture with a column for the input, then one for each of these.
  std::vector<std::string> columns() const;

  /// Throws std::invalid_argument for a model that knows no attributes, which `option` needs.
  void check_not_empty(const char* option) const;
  /// "Smiling 1, Young 0.72 (average), ..." or "none".
  std::string description() const;

 private:
  std::string model_;
  std::vector<std::string> names_;
  std::vector<float> mean_;
  std::map<std::size_t, float> given_;  // values by place
};

}  // namespace mien
