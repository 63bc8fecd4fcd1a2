#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

#include "metrics/mean_metrics.h"
#include "metrics/measure.h"

namespace mien {

/// One line of a results table: how well `method` does on one part of the data.
struct EvaluationRow {
  std::string split;   ///< "seen" or "unseen" styles, or the name of one
  std::string method;  ///< "portrait" (the input itself), "mean_face", or the model's name
  MeanMetrics metrics;
  std::vector<Measurement> further = {};  ///< the same columns in all rows of a table
};

/// How `MeanMetrics` are made, in one sentence; printed with every table.
extern const char* const kMetricConvention;

/// A table for people, one line per row, under its convention.
std::string evaluation_table(std::span<const EvaluationRow> rows);

/// A JSON list of objects with `split`, `method`, `count`, `psnr`, `ssim_grey`, `ssim_volume`, and
/// what was measured further. A number that is not finite (no pair, only identical ones, nothing to
/// tell) is null; `identical` stands in rows where pairs of identical images were left out of
/// `psnr`.
std::string evaluation_json(std::span<const EvaluationRow> rows);

/// Writes `evaluation_json` to a file, whole or not at all. Throws std::runtime_error.
void write_evaluation(const std::filesystem::path& path, std::span<const EvaluationRow> rows);

}  // namespace mien
