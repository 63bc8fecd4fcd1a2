#include "data/celeba_lists.h"

#include <algorithm>
#include <optional>
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
    if (!condition) throw DatasetError(text(path_, ":", number_, ": ", parts...));
  }

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

std::set<std::string> read_celeba_attributes(const fs::path& folder,
                                             const std::vector<std::string>& attributes) {
  if (attributes.empty()) return {};
  const auto path = find_list(folder, "list_attr", ".txt");
  if (!path) {
    throw DatasetError(folder.string() +
                       ": expected list_attr*.txt here or in the folder above, there is none");
  }
  ListReader list(*path);
  std::vector<std::string> words;
  bool has_heading = list.next(words);
  if (has_heading && words.size() == 1) has_heading = list.next(words);  // after the count
  list.expect(has_heading, "expected the names of the attributes");
  std::vector<std::size_t> columns;
  for (const std::string& name : attributes) columns.push_back(column_of(list, words, name));
  const std::size_t count = words.size();
  std::set<std::string> result;
  while (list.next(words)) {
    list.expect(words.size() == count + 1, "expected a file and ", count, " values, got ",
                words.size(), " words");
    const bool has_one = std::any_of(columns.begin(), columns.end(),
                                     [&](std::size_t at) { return words[at + 1] == "1"; });
    if (has_one) result.insert(words[0]);
  }
  return result;
}

}  // namespace mien
