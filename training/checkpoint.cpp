#include "training/checkpoint.h"

#include <charconv>

#include "layers/state_file.h"
#include "training/environment.h"

namespace mien {
namespace {

constexpr const char* kRecipe = "mien.recipe";
constexpr const char* kOptions = "mien.options";
constexpr const char* kStep = "mien.step";
constexpr const char* kVersion = "mien.version";

std::string slot_prefix(const Recipe::NamedOptimizer& entry) {
  return "optimizer/" + entry.name + "/";
}

// The file layout of every parameter, by its full name.
std::map<std::string, FileLayout> layouts(Recipe& recipe) {
  std::map<std::string, FileLayout> all;
  for (const auto& [name, module] : recipe.networks()) {
    for (const auto& entry : module->state()) all[entry.name] = entry.layout;
  }
  return all;
}

// The parameter a state tensor "SLOT/PARAMETER" belongs to; "" for a scalar of the optimiser.
std::string parameter_of(const std::string& key) {
  const auto slash = key.find('/');
  return slash == std::string::npos ? "" : key.substr(slash + 1);
}

SafetensorsFile weights_of(Recipe& recipe, const CheckpointInfo& info) {
  SafetensorsFile file;
  file.metadata = {{kRecipe, info.recipe},
                   {kOptions, info.options},
                   {kStep, std::to_string(info.step)},
                   {kVersion, kVersionNumber}};
  for (const auto& [name, module] : recipe.networks()) add_state(file, *module);
  return file;
}

void add_optimizers(SafetensorsFile& file, Recipe& recipe) {
  const auto layout_of = layouts(recipe);
  for (const auto& entry : recipe.optimizers()) {
    const OptimizerState state = entry.optimizer->state();
    for (const auto& [key, tensor] : state.tensors) {
      const Tensor host = tensor.to(kCpu);
      const auto layout = layout_of.find(parameter_of(key));
      file.tensors[slot_prefix(entry) + key] =
          layout == layout_of.end() ? host : layout->second.to_file(host);
    }
    for (const auto& [key, count] : state.counters) {
      file.metadata["mien." + slot_prefix(entry) + key] = std::to_string(count);
    }
  }
}

Index parse_count(const LoadedCheckpoint& checkpoint, const std::string& key) {
  const auto found = checkpoint.file.metadata.find(key);
  Index value = -1;
  if (found != checkpoint.file.metadata.end()) {
    const std::string& digits = found->second;
    std::from_chars(digits.data(), digits.data() + digits.size(), value);
  }
  if (value < 0) {
    throw std::runtime_error(text(checkpoint.path.string(),
                                  ": expected a count under the metadata "
                                  "key \"",
                                  key, "\"; is it a checkpoint of mien-train?"));
  }
  return value;
}

void restore_optimizer(const Recipe::NamedOptimizer& entry, const LoadedCheckpoint& checkpoint,
                       const std::map<std::string, FileLayout>& layout_of) {
  OptimizerState state = entry.optimizer->state();
  for (auto& [key, tensor] : state.tensors) {
    const std::string name = slot_prefix(entry) + key;
    const auto stored = checkpoint.file.tensors.find(name);
    check(stored != checkpoint.file.tensors.end(), checkpoint.path.string(), ": lacks ", name,
          "; it cannot be resumed from");
    const auto layout = layout_of.find(parameter_of(key));
    const Shape shape = tensor.shape();
    if (layout == layout_of.end()) {
      tensor = stored->second;
    } else {
      check(stored->second.shape() == layout->second.file_shape(shape), checkpoint.path.string(),
            ": ", name, " should be ", layout->second.file_shape(shape), " but is ",
            stored->second.shape());
      tensor = layout->second.from_file(stored->second).reshape(shape);
    }
  }
  for (auto& [key, count] : state.counters) {
    count = parse_count(checkpoint, "mien." + slot_prefix(entry) + key);
  }
  entry.optimizer->load_state(state);
}

void load_network(const Recipe::NamedModule& entry, const SafetensorsFile& file,
                  const std::filesystem::path& path) {
  try {
    load_state(*entry.module, file);
  } catch (const std::invalid_argument& error) {
    throw std::invalid_argument(text(path.string(), ": ", error.what()));
  }
}

// Gives the newest checkpoint a second name, so that there is a good one at every moment.
void keep_previous(const RunFolder& folder) {
  if (!std::filesystem::exists(folder.last())) return;
  const auto spare = folder.path() / "previous.safetensors.new";
  std::error_code error;
  std::filesystem::remove(spare, error);
  std::filesystem::create_hard_link(folder.last(), spare, error);
  if (error) std::filesystem::copy_file(folder.last(), spare, error);  // no such links there
  if (!error) std::filesystem::rename(spare, folder.previous(), error);
  if (error) throw_file_error(folder.previous(), "write", error.value());
  std::filesystem::remove(spare, error);  // stays where both were names of one file already
}

}  // namespace

void save_checkpoint(const RunFolder& folder, Recipe& recipe, const CheckpointInfo& info) {
  SafetensorsFile file = weights_of(recipe, info);
  add_optimizers(file, recipe);
  keep_previous(folder);
  write_safetensors(folder.last(), file);
}

void save_weights(const std::filesystem::path& path, Recipe& recipe, const CheckpointInfo& info) {
  write_safetensors(path, weights_of(recipe, info));
}

LoadedCheckpoint read_checkpoint(const std::filesystem::path& path) {
  LoadedCheckpoint checkpoint{path, read_safetensors(path), {}};
  const auto& metadata = checkpoint.file.metadata;
  const auto recipe = metadata.find(kRecipe), options = metadata.find(kOptions);
  if (recipe == metadata.end() || options == metadata.end()) {
    throw std::runtime_error(text(path.string(), ": holds no recipe (metadata key \"", kRecipe,
                                  "\"); expected a file written by mien-train"));
  }
  checkpoint.info = {recipe->second, options->second, parse_count(checkpoint, kStep)};
  return checkpoint;
}

LoadedCheckpoint read_newest_checkpoint(const RunFolder& folder,
                                        const std::function<void(const std::string&)>& announce) {
  std::string reason;
  try {
    return read_checkpoint(folder.last());
  } catch (const std::exception& error) {
    if (!std::filesystem::exists(folder.previous())) throw;
    reason = error.what();
  }
  LoadedCheckpoint before = read_checkpoint(folder.previous());
  announce(text("the newest checkpoint cannot be used (", reason, "); going on from ",
                folder.previous().string()));
  // Out of the way, or the next save would put it in the place of the good one.
  if (std::filesystem::exists(folder.last())) {
    std::filesystem::rename(folder.last(), folder.path() / "damaged.safetensors");
  }
  return before;
}

std::vector<std::string> load_networks(Recipe& recipe, const std::filesystem::path& path) {
  const SafetensorsFile file = read_safetensors(path);
  std::vector<std::string> loaded;
  for (const auto& entry : recipe.networks()) {
    const auto first = file.tensors.lower_bound(entry.name + ".");
    if (first == file.tensors.end() || !first->first.starts_with(entry.name + ".")) continue;
    load_network(entry, file, path);
    loaded.push_back(entry.name);
  }
  check(!loaded.empty(), path.string(), ": holds no weights of ", recipe.name(),
        "; their names begin with \"", recipe.networks().front().name, ".\"");
  return loaded;
}

void restore(Recipe& recipe, const LoadedCheckpoint& checkpoint, bool optimizers) {
  for (const auto& entry : recipe.networks()) load_network(entry, checkpoint.file, checkpoint.path);
  if (!optimizers) return;
  const auto layout_of = layouts(recipe);
  for (const auto& entry : recipe.optimizers()) restore_optimizer(entry, checkpoint, layout_of);
}

}  // namespace mien
