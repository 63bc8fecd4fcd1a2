#include "apps/attribute_edits.h"

#include <algorithm>
#include <charconv>
#include <iomanip>

#include "models/nearest.h"

namespace mien {
namespace {

float value_of(const std::string& assignment, std::size_t equals) {
  const char* begin = assignment.data() + equals + 1;
  const char* end = assignment.data() + assignment.size();
  float value = -1;
  const auto [stop, error] = std::from_chars(begin, end, value);
  check(error == std::errc() && stop == end && value >= 0 && value <= 1,
        "--attribute: expected a value from 0 to 1, got '", assignment, "'");
  return value;
}

SampleFields fields_of(std::vector<float> values, const std::map<std::size_t, float>& edits) {
  if (values.empty()) return {};
  for (const auto& [place, value] : edits) values[place] = value;
  const Shape shape{1, static_cast<Index>(values.size())};
  return {{"attributes", from_values<float>(shape, values)}};
}

}  // namespace

AttributeEdits::AttributeEdits(const Recipe& recipe, const std::vector<std::string>& assignments)
    : model_(recipe.name()) {
  for (const SampleField& field : recipe.fields()) {
    if (field.name == "attributes") names_ = field.columns;
  }
  if (!assignments.empty()) check_not_empty("--attribute");
  if (names_.empty()) return;
  const auto mean = recipe.mean_attributes();
  mean_.assign(mean.span<float>().begin(), mean.span<float>().end());
  for (const std::string& assignment : assignments) {
    const auto equals = assignment.find('=');
    check(equals != std::string::npos, "--attribute: expected NAME=VALUE, got '", assignment, "'");
    const std::string name = assignment.substr(0, equals);
    const auto at = std::ranges::find(names_, name);
    check(at != names_.end(), "--attribute: ", recipe.name(), " knows no '", name, "'",
          did_you_mean(name, names_));
    const auto place = static_cast<std::size_t>(at - names_.begin());
    given_[place] = value_of(assignment, equals);
  }
}

void AttributeEdits::check_not_empty(const char* option) const {
  check(!names_.empty(), option, ": ", model_, " knows no attributes");
}

SampleFields AttributeEdits::fields() const { return fields_of(mean_, given_); }

std::vector<AttributeEdits::Single> AttributeEdits::one_by_one() const {
  std::vector<Single> singles = {{"no edit", fields_of(mean_, {})}};
  std::map<std::size_t, float> edits = given_;
  if (edits.empty()) {
    for (std::size_t i = 0; i < mean_.size(); ++i) edits[i] = mean_[i] < 0.5f ? 1.0f : 0.0f;
  }
  for (const auto& [place, value] : edits) {
    singles.push_back({text(names_[place], "=", value), fields_of(mean_, {{place, value}})});
  }
  return singles;
}

std::vector<std::string> AttributeEdits::columns() const {
  std::vector<std::string> captions = {"input"};
  for (const Single& single : one_by_one()) captions.push_back(single.caption);
  return captions;
}

std::string AttributeEdits::description() const {
  std::string all;
  for (std::size_t i = 0; i < names_.size(); ++i) {
    const auto given = given_.find(i);
    const bool average = given == given_.end();
    all += text(i > 0 ? ", " : "", names_[i], " ", std::setprecision(2),
                average ? mean_[i] : given->second, average ? " (average)" : "");
  }
  return all.empty() ? "none" : all;
}

}  // namespace mien
