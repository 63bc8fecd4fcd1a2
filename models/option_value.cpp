#include "models/option_value.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <filesystem>

#include "tensor/joined.h"

namespace mien {
namespace {

std::string_view trimmed(std::string_view text) {
  const auto first = text.find_first_not_of(" \t");
  if (first == text.npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

std::string shortest(double value) {
  std::array<char, 32> digits;
  const auto end = std::to_chars(digits.begin(), digits.end(), value).ptr;
  return {digits.begin(), end};
}

std::string number_text(double value) {
  const std::string digits = shortest(value);
  return digits.find_first_of(".en") == digits.npos ? digits + ".0" : digits;
}

template <class T>
bool parse_whole(std::string_view text, T& value) {
  text = trimmed(text);
  if (text.starts_with('+')) text.remove_prefix(1);
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  return error == std::errc{} && end == text.data() + text.size();
}

bool parse_list(std::string_view text, std::vector<double>& list) {
  text = trimmed(text);
  if (text.starts_with('[') && text.ends_with(']')) {
    text = trimmed(text.substr(1, text.size() - 2));
  }
  while (!text.empty()) {
    const auto comma = text.find(',');
    if (!parse_whole(text.substr(0, comma), list.emplace_back())) return false;
    text = comma == text.npos ? std::string_view{} : text.substr(comma + 1);
  }
  return true;
}

/// True for well-formed UTF-8 as far as JSON needs it: shortest forms, no surrogates.
bool is_utf8(std::string_view text) {
  constexpr std::uint32_t kSmallest[] = {0, 0x80, 0x800, 0x10000};
  for (std::size_t i = 0; i < text.size();) {
    const auto lead = static_cast<unsigned char>(text[i++]);
    const int more = lead < 0x80 ? 0 : lead < 0xC0 ? -1 : lead < 0xE0 ? 1 : lead < 0xF0 ? 2 : 3;
    if (more < 0 || lead > 0xF4) return false;
    std::uint32_t point = more == 0 ? lead : lead & (0x3Fu >> more);
    for (int k = 0; k < more; ++k, ++i) {
      if (i >= text.size() || (text[i] & 0xC0) != 0x80) return false;
      point = point << 6 | (text[i] & 0x3F);
    }
    const bool surrogate = point >= 0xD800 && point < 0xE000;
    if (point < kSmallest[more] || point > 0x10FFFF || surrogate) return false;
  }
  return true;
}

/// False if the working folder is gone, or has a name that is no UTF-8.
bool make_absolute(std::string& path) {
  std::error_code error;
  if (!path.empty()) path = std::filesystem::absolute(path, error).string();
  return !error && is_utf8(path);
}

std::string range_text(const OptionRange& range) {
  const bool low = std::isfinite(range.low), high = std::isfinite(range.high);
  if (low && high && !range.above_low) {
    return text(" from ", shortest(range.low), " to ", shortest(range.high));
  }
  std::string result;
  if (low) result = text(range.above_low ? " above " : " of at least ", shortest(range.low));
  if (high) result += text(low ? " and at most " : " of at most ", shortest(range.high));
  return result;
}

}  // namespace

std::string str(const OptionValue& value) {
  struct {
    std::string operator()(bool flag) const { return flag ? "true" : "false"; }
    std::string operator()(Index integer) const { return std::to_string(integer); }
    std::string operator()(double number) const { return number_text(number); }
    std::string operator()(const std::string& words) const { return '"' + words + '"'; }
    std::string operator()(const std::vector<double>& list) const {
      std::string result = "[";
      for (double number : list) result += (result.size() > 1 ? ", " : "") + number_text(number);
      return result + "]";
    }
  } write;
  return std::visit(write, value);
}

bool OptionRange::holds(double value) const {
  return std::isfinite(value) && (above_low ? value > low : value >= low) && value <= high;
}

OptionRange at_least(double low) { return {.low = low}; }
OptionRange above(double low) { return {.low = low, .above_low = true}; }
OptionRange between(double low, double high) { return {.low = low, .high = high}; }
OptionRange shrinking() { return {.low = 0, .high = 1, .above_low = true}; }

std::string OptionDomain::str() const {
  switch (type) {
    case Type::boolean:
      return "true or false";
    case Type::integer:
      return "an integer" + range_text(range);
    case Type::number:
      return "a number" + range_text(range);
    case Type::numbers:
      return "a list of numbers" + range_text(range);
    case Type::path:
      return "a path";
    case Type::text:
      break;
  }
  if (choices.empty()) return "text";
  return "one of " + joined(choices);
}

bool OptionDomain::accepts(OptionValue& value) const {
  if (const Index* integer = std::get_if<Index>(&value); integer && type == Type::number) {
    value = static_cast<double>(*integer);
  }
  const Type held = type == Type::path ? Type::text : type;
  if (value.index() != static_cast<std::size_t>(held)) return false;
  switch (type) {
    case Type::boolean:
      return true;
    case Type::integer:
      return range.holds(static_cast<double>(std::get<Index>(value)));
    case Type::number:
      return range.holds(std::get<double>(value));
    case Type::numbers:
      return std::ranges::all_of(std::get<std::vector<double>>(value),
                                 [&](double number) { return range.holds(number); });
    case Type::text:
      return choices.empty() || std::ranges::count(choices, std::get<std::string>(value)) > 0;
    case Type::path:
      return make_absolute(std::get<std::string>(value));
  }
  return false;
}

bool OptionDomain::parse(std::string_view text, OptionValue& value) const {
  switch (type) {
    case Type::boolean:
      value = trimmed(text) == "true";
      return std::get<bool>(value) || trimmed(text) == "false";
    case Type::integer:
      return parse_whole(text, value.emplace<Index>());
    case Type::number:
      return parse_whole(text, value.emplace<double>());
    case Type::numbers:
      return parse_list(text, value.emplace<std::vector<double>>());
    case Type::text:
    case Type::path:
      value = std::string(text);
      return is_utf8(text);
  }
  return false;
}

}  // namespace mien
