// What recipe files and checkpoints say of options: TOML and JSON to values and back.
#include <toml++/toml.h>
#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>

#include "models/options.h"

namespace mien {
namespace {

constexpr std::uintmax_t kMaxRecipeBytes = 1 << 20;

std::string where(const std::string& source, const toml::source_region& region) {
  return text(source, ":", region.begin.line);
}

OptionValue value_of(const toml::node& node, const std::string& place) {
  if (const auto* flag = node.as_boolean()) return flag->get();
  if (const auto* integer = node.as_integer()) return Index{integer->get()};
  if (const auto* number = node.as_floating_point()) return number->get();
  if (const auto* words = node.as_string()) return words->get();
  const auto* array = node.as_array();
  check(array != nullptr, place, ": expected a value, got a date or time");
  std::vector<double> list;
  for (const toml::node& element : *array) {
    check(element.is_number(), place, ": a list may hold numbers only");
    list.push_back(*element.value<double>());
  }
  return list;
}

OptionValue value_of(const nlohmann::ordered_json& json, const std::string& place) {
  if (json.is_boolean()) return json.get<bool>();
  if (json.is_number_integer()) return json.get<Index>();
  if (json.is_number()) return json.get<double>();
  if (json.is_string()) return json.get<std::string>();
  check(json.is_array(), place, ": expected a value, got ", json.dump());
  std::vector<double> list;
  for (const auto& element : json) {
    check(element.is_number(), place, ": a list may hold numbers only");
    list.push_back(element.get<double>());
  }
  return list;
}

std::string json_of(const std::vector<OptionTable::Option>& options, const auto& wanted) {
  auto json = nlohmann::ordered_json::object();
  for (const auto& option : options) {
    if (!wanted(option)) continue;
    std::visit([&](const auto& value) { json[option.name] = value; }, option.value);
  }
  return json.dump();
}

/// Hands each value of nested tables to `visit(dotted name, node)`.
void walk(const toml::table& table, const std::string& prefix, const auto& visit) {
  for (const auto& [key, node] : table) {
    const std::string name = prefix + std::string(key.str());
    if (const toml::table* inner = node.as_table()) {
      walk(*inner, name + ".", visit);
    } else {
      visit(name, node);
    }
  }
}

toml::table parse_toml(std::string_view toml, const std::string& source) {
  try {
    return toml::parse(toml);
  } catch (const toml::parse_error& error) {
    throw std::invalid_argument(text(where(source, error.source()), ": ", error.description()));
  }
}

}  // namespace

void OptionTable::read_toml(std::string_view toml, const std::string& source) {
  std::vector<Entry> entries;
  walk(parse_toml(toml, source), "", [&](const std::string& name, const toml::node& node) {
    const std::string place = where(source, node.source());
    entries.push_back({name, value_of(node, place + ": " + name), place});
  });
  assign(std::move(entries));
}

void OptionTable::read_toml_file(const std::filesystem::path& path) {
  std::error_code error;
  const auto size = std::filesystem::file_size(path, error);
  if (error) throw std::runtime_error(text("recipe ", path.string(), ": ", error.message()));
  check(size <= kMaxRecipeBytes, "recipe ", path.string(), ": ", size,
        " bytes are more than the 1 MiB a recipe may have");
  std::ifstream file(path, std::ios::binary);
  const std::string toml{std::istreambuf_iterator<char>(file), {}};
  if (!file) throw std::runtime_error(text("recipe ", path.string(), ": cannot be read"));
  read_toml(toml, path.string());
}

std::string OptionTable::json() const {
  return json_of(options_, [](const Option&) { return true; });
}

std::string OptionTable::training_json() const {
  return json_of(options_, [](const Option& option) { return option.shapes_training(); });
}

void OptionTable::resume(std::string_view json, const std::string& source) {
  const auto saved = nlohmann::ordered_json::parse(json, nullptr, false);
  check(saved.is_object(), source, ": its options are damaged: expected a JSON object");
  std::vector<Entry> entries;
  for (const auto& [name, value] : saved.items()) {
    if (std::ranges::find(retired_, name) != retired_.end()) continue;
    Entry entry{name, value_of(value, text(source, ": ", name)), source};
    validate(entry);
    const Option& option = find(name, source);
    if (option.source == "default" || option.value == entry.value) {
      entries.push_back(std::move(entry));
    } else {
      check_may_resume(option, entry.value, source);
    }
  }
  assign(std::move(entries));
}

}  // namespace mien
