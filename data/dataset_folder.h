#pragma once

#include <filesystem>

#include "tensor/check.h"

namespace mien {

/// Makes `folder` ready for a new data set: creates it if need be, and removes a data set, or the
/// rest of an interrupted making, that is in it. The manifest goes first, so that what is left at
/// any moment does not look complete.
///
/// Throws DatasetError, having changed nothing, if the folder holds anything else, naming it;
/// FileError if it cannot be created or emptied.
void prepare_dataset_folder(const std::filesystem::path& folder);

}  // namespace mien
