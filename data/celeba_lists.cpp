#include "data/celeba_lists.h"

#include <algorithm>

#include "data/list_reader.h"

namespace mien {
namespace fs = std::filesystem;
namespace {

// The first file, by name, that begins and ends like this, here or one folder up.
std::optional<fs::path> find_list(const fs::path& folder, const std::string& begin,
                                  const std::string& end) {
  const fs::path here = fs::absolute(folder).lexically_normal() / "";
  for (const fs::path& place : {here.parent_path(), here.parent_path().parent_path()}) {
    std::vector<fs::path> found;
    for (const auto& entry : fs::directory_iterator(place)) {
      const std::string name = entry.path().filename().string();
      if (name.starts_with(begin) && name.ends_with(end)) found.push_back(entry.path());
    }
    if (!found.empty()) return *std::min_element(found.begin(), found.end());
  }
  return std::nullopt;
}

std::map<std::string, std::string> read_index(const fs::path& path) {
  ListReader list(path, Separator::tabs);
  std::vector<std::string> words;
  list.expect(list.next(words), "expected a heading, got an empty file");
  const std::size_t image = list.column(words, "image");
  const std::size_t identity = list.column(words, "identity");
  std::map<std::string, std::string> result;
  while (list.next(words)) {
    result[list.value(words, image, "image")] = list.value(words, identity, "identity");
  }
  return result;
}

}  // namespace

std::map<std::string, std::string> read_celeba_identities(const fs::path& folder) {
  const auto path = find_list(folder, "identity", ".txt");
  if (!path) {
    const auto index = find_list(folder, "index", ".tsv");
    if (index) return read_index(*index);
    throw DatasetError(folder.string() +
                       ": expected identity*.txt or index.tsv here or in the folder above, there "
                       "is none");
  }
  ListReader list(*path);
  std::map<std::string, std::string> result;
  std::vector<std::string> words;
  while (list.next(words)) {
    list.expect(words.size() == 2, "expected a file and an identity, got ", words.size(), " words");
    result[words[0]] = words[1];
  }
  return result;
}

std::size_t AttributeList::position_of(const std::string& name) const {
  const auto at = std::find(names.begin(), names.end(), name);
  if (at == names.end()) throw DatasetError(text(heading, ": expected a column \"", name, "\""));
  return static_cast<std::size_t>(at - names.begin());
}

std::optional<AttributeList> read_celeba_attributes(const fs::path& folder) {
  const auto path = find_list(folder, "list_attr", ".txt");
  if (!path) return std::nullopt;
  AttributeList result;
  ListReader list(*path);
  bool has_heading = list.next(result.names);
  if (has_heading && result.names.size() == 1) has_heading = list.next(result.names);  // a count
  list.expect(has_heading, "expected the names of the attributes");
  result.heading = list.place();
  const std::size_t count = result.names.size();
  std::vector<std::string> words;
  while (list.next(words)) {
    list.expect(words.size() == count + 1, "expected a file and ", count, " values, got ",
                words.size(), " words");
    std::vector<std::uint8_t>& values = result.values[words[0]];
    values.clear();
    for (std::size_t i = 1; i < words.size(); ++i) {
      list.expect(words[i] == "1" || words[i] == "-1" || words[i] == "0",
                  "expected 1, -1 or 0 for ", result.names[i - 1], ", got ", words[i]);
      values.push_back(words[i] == "1");
    }
  }
  return result;
}

}  // namespace mien
