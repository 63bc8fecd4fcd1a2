#include "data/list_reader.h"

#include <algorithm>

#include "tensor/input_file.h"

namespace mien {
namespace {

constexpr Index kMaxListBytes = Index{1} << 28;

std::vector<std::string> words_of(const std::string& line, Separator separator) {
  std::istringstream parts(line);
  std::vector<std::string> words;
  for (std::string word; separator == Separator::tabs ? bool(std::getline(parts, word, '\t'))
                                                      : bool(parts >> word);) {
    words.push_back(std::move(word));
  }
  return words;
}

}  // namespace

ListReader::ListReader(const std::filesystem::path& path, Separator separator)
    : path_(path.string()), lines_(read_file(path, kMaxListBytes)), separator_(separator) {}

bool ListReader::next(std::vector<std::string>& words) {
  std::string line;
  while (std::getline(lines_, line)) {
    ++number_;
    if (line.ends_with('\r')) line.pop_back();
    words = words_of(line, separator_);
    if (!words.empty()) return true;
  }
  return false;
}

std::optional<std::size_t> ListReader::find_column(const std::vector<std::string>& heading,
                                                   const std::string& name) const {
  const auto at = std::find(heading.begin(), heading.end(), name);
  if (at == heading.end()) return std::nullopt;
  return static_cast<std::size_t>(at - heading.begin());
}

std::size_t ListReader::column(const std::vector<std::string>& heading,
                               const std::string& name) const {
  const auto found = find_column(heading, name);
  expect(found.has_value(), "expected a column \"", name, "\"");
  return *found;
}

const std::string& ListReader::value(const std::vector<std::string>& words, std::size_t column,
                                     const std::string& name) const {
  expect(column < words.size() && !words[column].empty(), "expected a value in the column \"", name,
         "\", got none");
  return words[column];
}

}  // namespace mien
