#pragma once

#include <filesystem>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace mien {

/// The text lists that come with CelebA, found in `folder` or the folder above. See
/// read_celeba_folder for their forms. Both throw DatasetError naming the file, the line, what was
/// expected and what came.

/// Whom each file shows.
std::map<std::string, std::string> read_celeba_identities(const std::filesystem::path& folder);

/// The files that have one of the attributes. For no attributes no list is looked for.
std::set<std::string> read_celeba_attributes(const std::filesystem::path& folder,
                                             const std::vector<std::string>& attributes);

}  // namespace mien
