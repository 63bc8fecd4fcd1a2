#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace mien {

/// The text lists that come with CelebA, found in `folder` or the folder above. See
/// read_celeba_folder for their forms. Both throw DatasetError naming the file, the line, what was
/// expected and what came.

/// Whom each file shows.
std::map<std::string, std::string> read_celeba_identities(const std::filesystem::path& folder);

/// What a list says of each file: 1 or 0 for each of its attributes.
struct AttributeList {
  std::vector<std::string> names;
  std::map<std::string, std::vector<std::uint8_t>> values;

  std::string heading;  ///< where the names stand: "list_attr_celeba.txt:2"

  /// The position of a name. Throws DatasetError, beginning with `heading`, if there is none.
  std::size_t position_of(const std::string& name) const;
};

/// Nothing where there is no list.
std::optional<AttributeList> read_celeba_attributes(const std::filesystem::path& folder);

}  // namespace mien
