#pragma once

#include <filesystem>
#include <span>
#include <string>

#include "metrics/mean_metrics.h"

namespace mien {

/// One line of a results table: how well `method` does on one part of the data.
struct EvaluationRow {
  std::string split;   ///< "seen" or "unseen" styles, or the name of one
  std::string method;  ///< "portrait" (the input itself), "mean_face", or the model's name
  MeanMetrics metrics;
};

/// How the numbers are made, in one sentence; printed with every table.
extern const char* const kMetricConvention;

/// A table for people, one line per row, under its convention.
std::string evaluation_table(std::span<const EvaluationRow> rows);

/// A JSON list of objects with `split`, `method`, `count`, `psnr`, `ssim_grey`, `ssim_volume`.
/// A number that is not finite (no pair, or only identical ones) is null; `identical` stands in
/// rows where pairs of identical images were left out of `psnr`.
std::string evaluation_json(std::span<const EvaluationRow> rows);

/// Writes `evaluation_json` to a file, whole or not at all. Throws std::runtime_error.
void write_evaluation(const std::filesystem::path& path, std::span<const EvaluationRow> rows);

}  // namespace mien
