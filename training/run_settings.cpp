#include "training/run_settings.h"

#include <fstream>
#include <nlohmann/json.hpp>

#include "tensor/atomic_file.h"

namespace mien {

void save_run_settings(const RunFolder& folder, const RunSettings& settings) {
  const nlohmann::ordered_json json = {
      {"model", settings.model}, {"options", nlohmann::ordered_json::parse(settings.options)}};
  write_file(folder.settings(), json.dump(2) + "\n");
}

std::optional<RunSettings> read_run_settings(const RunFolder& folder) {
  const auto path = folder.settings();
  if (!std::filesystem::exists(path)) return std::nullopt;
  std::ifstream file(path, std::ios::binary);
  const auto json = nlohmann::ordered_json::parse(file, nullptr, false);
  const bool whole = json.is_object() && json.contains("model") && json["model"].is_string() &&
                     json.contains("options") && json["options"].is_object();
  if (!whole) {
    throw std::runtime_error(path.string() +
                             ": expected the model and options of a run as JSON; without the file "
                             "--resume goes on with the flags it is given");
  }
  return RunSettings{json["model"].get<std::string>(), json["options"].dump()};
}

}  // namespace mien
