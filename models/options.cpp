#include "models/options.h"

#include <algorithm>
#include <iomanip>

#include "models/nearest.h"

namespace mien {

using Type = OptionDomain::Type;

void OptionTable::add(const std::string& name, bool& field, const std::string& doc,
                      OnResume on_resume) {
  declare(name, &field, doc, {.type = Type::boolean}, on_resume);
}

void OptionTable::add(const std::string& name, Index& field, const std::string& doc,
                      OptionRange range, OnResume on_resume) {
  declare(name, &field, doc, {.type = Type::integer, .range = range}, on_resume);
}

void OptionTable::add(const std::string& name, double& field, const std::string& doc,
                      OptionRange range, OnResume on_resume) {
  declare(name, &field, doc, {.type = Type::number, .range = range}, on_resume);
}

void OptionTable::add(const std::string& name, std::string& field, const std::string& doc,
                      std::vector<std::string> choices, OnResume on_resume) {
  declare(name, &field, doc, {.type = Type::text, .choices = std::move(choices)}, on_resume);
}

void OptionTable::add(const std::string& name, std::vector<double>& field, const std::string& doc,
                      OptionRange range, OnResume on_resume) {
  declare(name, &field, doc, {.type = Type::numbers, .range = range}, on_resume);
}

void OptionTable::add_path(const std::string& name, std::string& field, const std::string& doc,
                           OnResume on_resume) {
  declare(name, &field, doc, {.type = Type::path}, on_resume);
}

void OptionTable::declare(const std::string& name, Field field, const std::string& doc,
                          OptionDomain domain, OnResume on_resume) {
  for (const Option& other : options_) {
    check(other.name != name, "options: '", name, "' is declared twice");
  }
  OptionValue value = std::visit([](auto* target) -> OptionValue { return *target; }, field);
  check(domain.accepts(value), "options: the default of '", name, "' must be ", domain.str(),
        ", got ", str(value));
  options_.push_back({.name = name,
                      .doc = doc,
                      .domain = std::move(domain),
                      .value = value,
                      .default_value = value,
                      .on_resume = on_resume});
  fields_.push_back(field);
}

std::size_t OptionTable::position(const std::string& name, const std::string& source) const {
  const auto found = std::ranges::find(options_, name, &Option::name);
  if (found != options_.end()) return found - options_.begin();
  std::vector<std::string> names;
  for (const Option& option : options_) names.push_back(option.name);
  throw std::invalid_argument(
      text(source, ": unknown option '", name, "'", did_you_mean(name, names)));
}

const OptionTable::Option& OptionTable::find(const std::string& name,
                                             const std::string& source) const {
  return options_[position(name, source)];
}

void OptionTable::set(const std::string& name, std::string_view value, const std::string& source) {
  const Option& option = find(name, source);
  OptionValue parsed;
  check(option.domain.parse(value, parsed), source, ": ", name, ": expected ", option.domain.str(),
        ", got '", value, "'");
  assign({{name, parsed, source}});
}

void OptionTable::set(std::string_view assignment) {
  const auto equals = assignment.find('=');
  check(equals != assignment.npos && equals > 0, "--set: expected KEY=VALUE, got '", assignment,
        "'");
  set(std::string(assignment.substr(0, equals)), assignment.substr(equals + 1), "--set");
}

void OptionTable::validate(Entry& entry) const {
  const OptionDomain& domain = find(entry.name, entry.source).domain;
  check(domain.accepts(entry.value), entry.source, ": ", entry.name, ": expected ", domain.str(),
        ", got ", str(entry.value));
}

void OptionTable::assign(std::vector<Entry> entries) {
  for (Entry& entry : entries) validate(entry);
  for (Entry& entry : entries) {
    const std::size_t at = position(entry.name, entry.source);
    options_[at].value = entry.value;
    options_[at].source = entry.source;
    std::visit(
        [&](auto* target) {
          *target = std::get<std::remove_pointer_t<decltype(target)>>(entry.value);
        },
        fields_[at]);
  }
}

void OptionTable::check_may_resume(const Option& option, const OptionValue& saved,
                                   const std::string& source) const {
  if (option.on_resume == OnResume::may_change) return;
  const bool may_grow = option.on_resume == OnResume::may_grow;
  check(may_grow && option.value > saved, option.name, " is ", str(saved), " in ", source, ", ",
        str(option.value), " by ", option.source,
        may_grow ? ": it may only grow" : ": a resumed run keeps it");
}

std::string OptionTable::describe() const {
  std::size_t width = 0, value_width = 0;
  for (const Option& option : options_) {
    width = std::max(width, option.name.size());
    value_width = std::max(value_width, str(option.value).size());
  }
  std::ostringstream out;
  out << std::left;
  for (const Option& option : options_) {
    out << std::setw(static_cast<int>(width)) << option.name << " = "
        << std::setw(static_cast<int>(value_width)) << str(option.value) << "  " << option.doc
        << " (" << option.domain.str();
    if (option.value != option.default_value)
      out << "; default " << str(option.default_value) << ", set by " << option.source;
    out << ")\n";
  }
  return out.str();
}

}  // namespace mien
