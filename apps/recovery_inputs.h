#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace mien {

/// A picture to recover a face from, and the file name of the result.
struct RecoveryInput {
  std::filesystem::path path;
  std::string output_name;  ///< "anna.png"
};

/// The pictures named, and those in the folders named (data/image_folders.h: PNG and JPEG, by name,
/// not deeper, none that is hidden), in order.
///
/// Pictures whose results would have one name are told apart by a number: "anna_2.png". Throws
/// std::runtime_error naming what does not exist, or a folder without a picture.
std::vector<RecoveryInput> list_inputs(const std::vector<std::string>& names);

/// Throws std::invalid_argument if one of the files to be written is read as well, or comes twice.
void check_keeps_inputs(const std::vector<std::filesystem::path>& read,
                        const std::vector<std::filesystem::path>& written);

}  // namespace mien
