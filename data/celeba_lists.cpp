#include "data/celeba_lists.h"

#include <algorithm>
#include <sstream>

#include "data/manifest.h"
#include "tensor/input_file.h"

namespace mien {
namespace fs = std::filesystem;
namespace {

constexpr Index kMaxListBytes = Index{1} << 28;

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

// A list line by line, each split at white space, or at tabs alone.
class ListReader {
 public:
  explicit ListReader(const fs::path& path, bool at_tabs = false)
      : path_(path.string()), lines_(read_file(path, kMaxListBytes)), at_tabs_(at_tabs) {}

  bool next(std::vector<std::string>& words) {
    std::string line;
    while (std::getline(lines_, line)) {
      ++number_;
      std::istringstream parts(line);
      words.clear();
      for (std::string word;
           at_tabs_ ? bool(std::getline(parts, word, '\t')) : bool(parts >> word);) {
        words.push_back(std::move(word));
      }
      if (!words.empty()) return true;
    }
    return false;
  }

  template <class... Parts>
  void expect(bool condition, const Parts&... parts) const {
    if (!condition) throw DatasetError(text(place(), ": ", parts...));
  }

  std::string place() const { return text(path_, ":", number_); }

 private:
  std::string path_;
  std::istringstream lines_;
  bool at_tabs_;
  Index number_ = 0;
};

std::size_t column_of(const ListReader& list, const std::vector<std::string>& heading,
                      const std::string& name) {
  const auto at = std::find(heading.begin(), heading.end(), name);
  list.expect(at != heading.end(), "expected a column \"", name, "\"");
  return static_cast<std::size_t>(at - heading.begin());
}

std::map<std::string, std::string> read_index(const fs::path& path) {
  ListReader list(path, true);
  std::vector<std::string> words;
  list.expect(list.next(words), "expected a heading, got an empty file");
  const std::size_t image = column_of(list, words, "image");
  const std::size_t identity = column_of(list, words, "identity");
  std::map<std::string, std::string> result;
  while (list.next(words)) {
    list.expect(words.size() > std::max(image, identity), "expected an image and an identity, got ",
                words.size(), " columns");
    result[words[image]] = words[identity];
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
