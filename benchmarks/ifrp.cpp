#include "benchmarks/row.h"
#include "models/catalogue.h"
#include "tensor/random.h"
#include "training/run_options.h"

namespace mien {
namespace {

constexpr Index kSize = 128;

// IFRP as its paper trains it. Only the margin rule is off, because it decides by the data whether
// a network is updated: both sides update both networks in every step.
std::shared_ptr<Recipe> ifrp(const std::string& network, const std::string& objective) {
  std::shared_ptr<Recipe> recipe = make_recipe("ifrp");
  RunOptions run;
  OptionTable options;
  declare(options, run);
  recipe->declare(options);
  options.read_toml(recipe->preset("paper"), "paper");
  options.set("network=" + network);
  options.set("objective=" + objective);
  options.set("loss.margin=0");
  recipe->build(kSize);
  recipe->initialize(1);
  return recipe;
}

Tensor images(Index batch, const char* name) {
  return random_uniform({batch, kSize, kSize, 3}, Random(1, name), -1, 1);
}

std::function<void()> step(const std::string& network, Index batch) {
  const auto recipe = ifrp(network, "ifrp");
  recipe->prepare_training();
  const TrainingBatch samples{images(batch, "input"), images(batch, "target")};
  return [=] { recipe->step(samples, {}); };
}

std::function<void()> inference(const std::string& network, Index batch) {
  const auto recipe = ifrp(network, "srn");  // no discriminator
  const Tensor input = images(batch, "input");
  return [=] { recipe->recover(input); };
}

Row row(const std::string& network, const char* work, Index batch,
        std::function<void()> (*prepare)(const std::string&, Index)) {
  return {.group = "training",
          .name = text(network, '.', work),
          .batch = batch,
          .peer = text(network, '_', work, ' ', batch),
          .prepare = [=] { return prepare(network, batch); },
          .memory = true};
}

}  // namespace

std::vector<Row> ifrp_rows() {
  std::vector<Row> rows;
  for (const Index batch : {1, 16}) {
    for (const char* network : {"srn_p", "srn_c"}) {
      rows.push_back(row(network, "step", batch, step));
      rows.push_back(row(network, "inference", batch, inference));
    }
  }
  return rows;
}

}  // namespace mien
