// Any text must either be read as a recipe, or throw std::invalid_argument and change nothing. The
// same bytes also stand for a command-line value and for the options of a checkpoint.
#include <cstdlib>

#include "models/options.h"

using namespace mien;

namespace {

struct Recipe {
  Recipe() {
    table.add("learning_rate", learning_rate, "", above(0));
    table.add("batch", batch, "", at_least(1));
    table.add("loss.margin", margin, "");
    table.add("optimizer", optimizer, "", {"adam", "rmsprop"});
    table.add_path("data", data, "");
    table.add("milestones", milestones, "", between(0, 1));
  }

  double learning_rate = 1e-3;
  Index batch = 16;
  bool margin = true;
  std::string optimizer = "adam", data;
  std::vector<double> milestones = {0.5};
  OptionTable table;
};

void read(auto reader) {
  Recipe recipe;
  const std::string before = recipe.table.json();
  try {
    reader(recipe.table);
    const std::string after = recipe.table.json();
    Recipe again;
    again.table.resume(after, "own json");
    if (again.table.json() != after) std::abort();  // what we write, we read back
  } catch (const std::invalid_argument&) {
    if (recipe.table.json() != before) std::abort();
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  read([&](OptionTable& table) { table.read_toml(text, "fuzz.toml"); });
  read([&](OptionTable& table) { table.set(text); });
  read([&](OptionTable& table) { table.resume(text, "checkpoint"); });
  return 0;
}
