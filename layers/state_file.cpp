#include "layers/state_file.h"

#include <set>

namespace mien {
namespace {

// "a, b, c and 5 more".
std::string listed(const std::vector<std::string>& names) {
  constexpr std::size_t kShown = 3;
  std::string list;
  for (std::size_t i = 0; i < std::min(kShown, names.size()); ++i) {
    list += (i ? ", " : "") + names[i];
  }
  return names.size() > kShown ? text(list, " and ", names.size() - kShown, " more") : list;
}

bool is_bookkeeping(const Tensor& tensor) { return !is_floating(tensor.dtype()); }

}  // namespace

void add_state(SafetensorsFile& file, const Module& module) {
  for (const auto& entry : module.state()) {
    file.tensors[entry.name] = entry.layout.to_file(entry.tensor.to(kCpu));
  }
}

std::vector<std::string> load_state(Module& module, const SafetensorsFile& file,
                                    const LoadOptions& options) {
  const std::vector<StateEntry> state = module.state();
  std::vector<std::string> missing, unknown, passed_over;
  std::set<std::string> known;
  for (const auto& entry : state) {
    const std::string name = options.prefix + entry.name;
    known.insert(name);
    const auto found = file.tensors.find(name);
    if (found == file.tensors.end()) {
      missing.push_back(name);
      continue;
    }
    const Shape expected = entry.layout.file_shape(entry.tensor.shape());
    check(found->second.shape() == expected, "weights: ", name, " should be ", expected, " but is ",
          found->second.shape(), " in the file");
  }
  const std::string path = options.prefix + (module.path().empty() ? "" : module.path() + ".");
  for (const auto& [name, tensor] : file.tensors) {
    if (!name.starts_with(path) || known.contains(name)) continue;
    (is_bookkeeping(tensor) ? passed_over : unknown).push_back(name);
  }
  check(missing.empty(), "weights: the file lacks ", listed(missing),
        "; is it of another network?");
  check(unknown.empty() || options.allow_extra, "weights: the network has no ", listed(unknown),
        "; is the file of another network?");
  for (const auto& entry : state) {
    const Tensor stored = file.tensors.at(options.prefix + entry.name).to(entry.tensor.dtype());
    Tensor target = entry.tensor;
    target.copy_from(entry.layout.from_file(stored).reshape(entry.tensor.shape()));
  }
  return passed_over;
}

}  // namespace mien
