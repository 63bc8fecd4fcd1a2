#pragma once

#include <limits>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "tensor/check.h"

namespace mien {

/// The value of an option: true or false, an integer, a number, text, or a list of numbers.
using OptionValue = std::variant<bool, Index, double, std::string, std::vector<double>>;

/// As a recipe file writes it: `true`, `16`, `0.001`, `"adam"`, `[10, 20]`. Numbers have the fewest
/// digits that read back as the same value, and a decimal point or exponent.
std::string str(const OptionValue& value);

/// The values a number may have: from `low` to `high`, both included unless `above_low`.
struct OptionRange {
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
  bool above_low = false;  // `low` itself is excluded

  bool holds(double value) const;
};

OptionRange at_least(double low);
OptionRange above(double low);
OptionRange between(double low, double high);
/// Of what multiplies something again and again: above 0 and at most 1.
OptionRange shrinking();

/// What an option accepts: a type, and a range for numbers (of each element, in a list) or a set of
/// choices for text (empty: any). A path is text that `accepts` makes absolute, unless it is empty.
struct OptionDomain {
  enum class Type { boolean, integer, number, text, numbers, path };

  Type type = Type::boolean;
  OptionRange range = {};
  std::vector<std::string> choices = {};

  /// "an integer of at least 1", "one of adam, rmsprop": for help and errors.
  std::string str() const;

  /// True if `value` has the type (an integer serves as a number) and is in the domain, finite.
  /// It is then turned into exactly the type.
  bool accepts(OptionValue& value) const;

  /// Reads what a command line says: as `str(OptionValue)`, but text needs no quotes and a list no
  /// brackets. Returns false if it cannot be read, or is no UTF-8; the domain is not checked.
  bool parse(std::string_view text, OptionValue& value) const;
};

}  // namespace mien
