// mien-evaluate: measures a trained model on people it has not learned from.
#include <CLI/CLI.hpp>
#include <iostream>
#include <optional>

#include "apps/attribute_edits.h"
#include "apps/common.h"
#include "apps/measure_options.h"
#include "apps/trained_model.h"
#include "data/convert.h"
#include "data/image_io.h"
#include "data/spread.h"
#include "data/tile_grid.h"
#include "training/evaluation.h"
#include "training/progress.h"

using namespace mien;

namespace {

// A row for each of some test portraits: itself, and its face with one edit at a time.
Tensor edits_grid(Recipe& recipe, const Dataset& dataset, const AttributeEdits& edits) {
  constexpr Index kRows = 8;
  std::vector<std::vector<Tensor>> rows;
  for (const Index portrait : spread(dataset.portraits_in(Split::test, StyleGroup::seen), kRows)) {
    const Tensor input = gather_portraits(dataset, std::vector{portrait});
    rows.push_back({dataset.portrait_image(portrait)});
    for (const auto& single : edits.one_by_one()) {
      rows.back().push_back(image_of(to_uint8(recipe.recover(input, single.fields)), 0));
    }
  }
  return tile_grid(rows, {.column_captions = edits.columns()});
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Measures a trained model on people it has not learned from.", "mien-evaluate");
  CommonOptions common;
  MeasureOptions measured;
  std::string model, data, json, grid, edits;
  std::vector<std::string> attributes, settings;
  std::optional<Index> count;
  bool by_style = false;
  app.add_option("--model", model, "checkpoint or weights written by mien-train")->required();
  app.add_option("--data", data, "folder of portraits made by mien-dataset")->required();
  app.add_option("--json", json, "write the results here");
  app.add_option("--grid", grid, "write a picture of portraits, recovered faces and photos here");
  CLI::Option* const picture = app.add_option(
      "--edits", edits,
      "write a picture here: test portraits and their faces, average but for one attribute in each "
      "column; those of --attribute, or each turned over");
  app.add_option("--attribute", attributes, "NAME=VALUE, from 0 to 1, for --edits; may come again")
      ->allow_extra_args(false)
      ->needs(picture);
  app.add_option("--count", count,
                 "portraits to look at, seen and unseen or each style; all without it")
      ->check(CLI::Range(Index{1}, Index{100'000'000}));
  app.add_flag("--by-style", by_style, "rows for each style in place of seen and unseen ones");
  add_measure_options(app, measured);
  add_settings_option(app, settings);
  add_device_option(app, common);
  add_threads_option(app, common);
  add_exact_option(app, common);
  add_convolution_options(app, common);
  return run_program(app, argc, argv, [&] {
    apply_common_options(common);
    check_can_write_results({json, grid, edits});
    TrainedModel trained(model, common.computes_on, settings);
    print_configuration("mien-evaluate", {{"model", model + ": " + trained.description()},
                                          {"data", data},
                                          {"beside PSNR, SSIM", description_of(measured)},
                                          {"device", common.device},
                                          {"threads", std::to_string(common.threads)}});
    const AttributeEdits told(trained.recipe(), attributes);
    if (!edits.empty()) told.check_not_empty("--edits");
    const Dataset dataset(data);
    check(dataset.size() == trained.size(), "the model recovers images of size ", trained.size(),
          " but those in ", data, " have size ", dataset.size());
    check(!dataset.portraits_in(Split::test).empty(), data, ": holds no portraits of test people");
    const MakeMeasures measures = load_measures(measured, dataset, common.computes_on);
    std::optional<StepProgress> progress;
    Index done = 0;
    const auto show = [&](Index now, Index total) {
      if (!progress) progress.emplace(0, total);
      progress->update(now, now - done, 0, {});
      done = now;
    };
    const auto rows = evaluate(trained.recipe(), dataset,
                               {.rows = by_style ? StyleRows::each : StyleRows::groups,
                                .count = count,
                                .measures = measures,
                                .progress = show});
    progress->finish();
    std::cout << evaluation_table(rows);
    for (const auto& measure : measures()) std::cout << measure->convention() << '\n';
    if (!json.empty()) write_evaluation(json, rows);
    if (!grid.empty()) write_png(grid, evaluation_grid(trained.recipe(), dataset, Split::test));
    if (!edits.empty()) write_png(edits, edits_grid(trained.recipe(), dataset, told));
  });
}
