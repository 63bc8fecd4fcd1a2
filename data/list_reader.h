#pragma once

#include <filesystem>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "data/manifest.h"

namespace mien {

/// What separates the words of a line.
enum class Separator { white_space, tabs };

/// A text file of lists that come with images, line by line; blank lines are passed over. Lines end
/// as on Unix or as on Windows.
class ListReader {
 public:
  /// Throws FileError if the file cannot be read.
  explicit ListReader(const std::filesystem::path& path,
                      Separator separator = Separator::white_space);

  /// The words of the next line. False after the last one.
  bool next(std::vector<std::string>& words);

  /// The position of a name in a heading; nothing, or for `column` a complaint, if it is not there.
  std::optional<std::size_t> find_column(const std::vector<std::string>& heading,
                                         const std::string& name) const;
  std::size_t column(const std::vector<std::string>& heading, const std::string& name) const;

  /// The word of a line in a column; a complaint that names it, if there is none or an empty one.
  const std::string& value(const std::vector<std::string>& words, std::size_t column,
                           const std::string& name) const;

  /// Throws DatasetError naming the file and the line unless `condition` holds.
  template <class... Parts>
  void expect(bool condition, const Parts&... parts) const {
    if (!condition) throw DatasetError(text(place(), ": ", parts...));
  }

  /// "FILE:LINE"
  std::string place() const { return text(path_, ":", number_); }

 private:
  std::string path_;
  std::istringstream lines_;
  Separator separator_;
  Index number_ = 0;
};

}  // namespace mien
