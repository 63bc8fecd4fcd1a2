#pragma once

#include "models/options.h"
#include "training/run_folder.h"

namespace mien {

/// Writes a run's report.html from what the folder holds by now: curves of log.csv, the pictures in
/// samples/, the resolved options and the environment.
void write_run_report(const RunFolder& folder, const std::string& recipe,
                      const OptionTable& options);

}  // namespace mien
