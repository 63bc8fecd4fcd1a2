#pragma once

#include <optional>
#include <string>

#include "data/image_folders.h"

namespace mien {

/// Pairs of images: what a system sees, and what it should make of it.
struct ImagePairs {
  ImageFolder inputs;
  ImageFolder targets;                      ///< entry i belongs to entry i of the inputs
  std::string style = "paired";             ///< what the inputs are
  std::optional<IdentitySplit> split = {};  ///< the split that comes with the images
};

/// FOLDER/a and FOLDER/b, pair by pair: images that have one name, endings apart. Each is taken for
/// another person. What has no partner comes back among the unusable.
ImagePairs read_paired_folders(const std::filesystem::path& folder);

/// The pairs that FOLDER/pairs.tsv lists, a heading and lines with tabs between.
///
/// The columns `input` and `target` name files, as seen from FOLDER or from the folder in it that
/// has the column's name. People are told apart by the column "identity"; without it each pair is
/// another person. A column whose name begins with "split" says train, validation or test for each
/// of them, and people come in this order. If nobody validates, every tenth person of training
/// does, the fifth the first: tests stay those of the list. Files that are not there come back
/// among the unusable.
/// Throws DatasetError naming the file and the line for a missing column or value, a split of
/// another name, and a person in two splits.
ImagePairs read_pair_list(const std::filesystem::path& folder, const std::string& input,
                          const std::string& target);

}  // namespace mien
