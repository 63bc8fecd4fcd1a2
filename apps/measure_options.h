#pragma once

#include <optional>
#include <string>

#include "data/dataset.h"
#include "metrics/measure.h"
#include "models/backbones/face_descriptor.h"
#include "tensor/device.h"

namespace CLI {
class App;
}

namespace mien {

/// What mien-evaluate measures beside PSNR and SSIM.
struct MeasureOptions {
  bool fsim = false;
  bool recognition = false;
  std::string lpips, lpips_network, fid, identity;  ///< files of weights, or ""
  std::optional<Eyes> eyes;                         ///< in the photographs
};

/// Adds `--fsim`, `--lpips FILE`, `--lpips-network FILE`, `--fid FILE`, `--identity FILE`,
/// `--eyes LEFT,RIGHT,HEIGHT` and `--recognition`.
void add_measure_options(CLI::App& app, MeasureOptions& options);

/// Where the eyes of test people are on average, by the landmarks. Throws DatasetError if the data
/// set has none.
Eyes mean_eyes(const Dataset& dataset);

/// Reads the networks. Throws for files that are missing or hold something else, naming them, and
/// for `--identity` if its network looks for eyes and neither `--eyes` nor landmarks of the data
/// set tell where they are, or if it does not and `--eyes` does.
MakeMeasures load_measures(const MeasureOptions& options, const Dataset& dataset, Device device);

/// "FSIM, LPIPS, recognition", or "none".
std::string description_of(const MeasureOptions& options);

}  // namespace mien
