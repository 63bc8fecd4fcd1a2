#include "training/evaluation_table.h"

#include <algorithm>
#include <iomanip>
#include <nlohmann/json.hpp>

#include "tensor/atomic_file.h"

namespace mien {

const char* const kMetricConvention =
    "PSNR in dB on 8-bit RGB; SSIM on 8-bit grey (11x11 Gaussian, valid region) and on the volume "
    "(as MATLAB's ssim on HxWx3); means over images.";

namespace {

std::vector<Measurement> numbers_of(const EvaluationRow& row) {
  std::vector<Measurement> numbers = {{"psnr", row.metrics.psnr(), 2},
                                      {"ssim_grey", row.metrics.ssim_grey()},
                                      {"ssim_volume", row.metrics.ssim_volume()}};
  numbers.insert(numbers.end(), row.further.begin(), row.further.end());
  return numbers;
}

// Wide enough for its name, and for a number of three digits before the point.
int width_of(const Measurement& number) {
  return 2 + std::max(static_cast<int>(number.name.size()), 4 + number.decimals);
}

}  // namespace

std::string evaluation_table(std::span<const EvaluationRow> rows) {
  std::size_t split = 5, method = 6;
  for (const EvaluationRow& row : rows) {
    split = std::max(split, row.split.size());
    method = std::max(method, row.method.size());
  }
  std::ostringstream out;
  const auto names = [&](const std::string& first, const std::string& second) {
    out << std::left << std::setw(static_cast<int>(split + 2)) << first
        << std::setw(static_cast<int>(method)) << second << std::right;
  };
  names("split", "method");
  out << std::setw(8) << "count";
  for (const Measurement& number : numbers_of(rows.empty() ? EvaluationRow{} : rows.front())) {
    out << std::setw(width_of(number)) << number.name;
  }
  out << '\n' << std::fixed;
  for (const EvaluationRow& row : rows) {
    names(row.split, row.method);
    out << std::setw(8) << row.metrics.count();
    for (const Measurement& number : numbers_of(row)) {
      out << std::setprecision(number.decimals) << std::setw(width_of(number)) << number.value;
    }
    out << '\n';
  }
  out << kMetricConvention << '\n';
  return out.str();
}

std::string evaluation_json(std::span<const EvaluationRow> rows) {
  auto list = nlohmann::ordered_json::array();
  for (const EvaluationRow& row : rows) {
    nlohmann::ordered_json object = {
        {"split", row.split}, {"method", row.method}, {"count", row.metrics.count()}};
    for (const Measurement& number : numbers_of(row)) object[number.name] = number.value;
    if (row.metrics.identical() > 0) object["identical"] = row.metrics.identical();
    list.push_back(object);
  }
  return list.dump(2) + "\n";  // the library writes null for what is not finite
}

void write_evaluation(const std::filesystem::path& path, std::span<const EvaluationRow> rows) {
  const std::string json = evaluation_json(rows);
  write_file(path, std::as_bytes(std::span(json)));
}

}  // namespace mien
