// mien-evaluate: measures a trained model on people it has not learned from.
#include <CLI/CLI.hpp>
#include <iostream>
#include <optional>

#include "apps/common.h"
#include "apps/trained_model.h"
#include "data/image_io.h"
#include "training/progress.h"
#include "training/validation.h"

using namespace mien;

int main(int argc, char** argv) {
  CLI::App app("Measures a trained model on people it has not learned from.", "mien-evaluate");
  CommonOptions common;
  std::string model, data, json, grid;
  std::optional<Index> count;
  bool by_style = false;
  app.add_option("--model", model, "checkpoint or weights written by mien-train")->required();
  app.add_option("--data", data, "folder of portraits made by mien-dataset")->required();
  app.add_option("--json", json, "write the results here");
  app.add_option("--grid", grid, "write a picture of portraits, recovered faces and photos here");
  app.add_option("--count", count,
                 "portraits to look at, seen and unseen or each style; all without it")
      ->check(CLI::Range(Index{1}, Index{100'000'000}));
  app.add_flag("--by-style", by_style, "rows for each style in place of seen and unseen ones");
  add_device_option(app, common);
  add_threads_option(app, common);
  add_exact_option(app, common);
  add_convolution_options(app, common);
  return run_program(app, argc, argv, [&] {
    apply_common_options(common);
    check_can_write_results({json, grid});
    TrainedModel trained(model, common.computes_on);
    print_configuration("mien-evaluate", {{"model", model + ": " + trained.description()},
                                          {"data", data},
                                          {"device", common.device},
                                          {"threads", std::to_string(common.threads)}});
    const Dataset dataset(data);
    check(dataset.size() == trained.size(), "the model recovers images of size ", trained.size(),
          " but those in ", data, " have size ", dataset.size());
    check(!dataset.portraits_in(Split::test).empty(), data, ": holds no portraits of test people");
    std::optional<StepProgress> progress;
    Index done = 0;
    const auto show = [&](Index now, Index total) {
      if (!progress) progress.emplace(0, total);
      progress->update(now, now - done, 0, {});
      done = now;
    };
    const auto rows = evaluate(trained.recipe(), dataset, Split::test, show, count,
                               by_style ? StyleRows::each : StyleRows::groups);
    progress->finish();
    std::cout << evaluation_table(rows);
    if (!json.empty()) write_evaluation(json, rows);
    if (!grid.empty()) write_png(grid, evaluation_grid(trained.recipe(), dataset, Split::test));
  });
}
