// mien-evaluate: measures a trained model on people it has not learned from.
#include <CLI/CLI.hpp>
#include <iostream>
#include <optional>

#include "apps/attribute_edits.h"
#include "apps/common_options.h"
#include "apps/measure_options.h"
#include "apps/program.h"
#include "apps/trained_model.h"
#include "data/convert.h"
#include "data/image_io.h"
#include "data/spread.h"
#include "data/tile_grid.h"
#include "training/evaluation.h"
#include "training/progress.h"

using namespace mien;

namespace {

struct Request {
  std::string model, data, json, grid, edits;
  std::vector<std::string> attributes, settings;
  std::optional<Index> count;
  bool by_style = false;
  MeasureOptions measured;
};

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

// The rows of the results table, measured with a progress line.
std::vector<EvaluationRow> measured_rows(Recipe& recipe, const Dataset& dataset,
                                         const Request& request, const MakeMeasures& measures) {
  std::optional<StepProgress> progress;
  Index done = 0;
  const auto show = [&](Index now, Index total) {
    if (!progress) progress.emplace(0, total);
    progress->update(now, now - done, 0, {});
    done = now;
  };
  auto rows = evaluate(recipe, dataset,
                       {.rows = request.by_style ? StyleRows::each : StyleRows::groups,
                        .count = request.count,
                        .measures = measures,
                        .progress = show});
  progress->finish();
  return rows;
}

void evaluate_model(TrainedModel& trained, const Request& request, Device device) {
  Recipe& recipe = trained.recipe();
  const AttributeEdits edits(recipe, request.attributes);
  if (!request.edits.empty()) edits.check_not_empty("--edits");
  const Dataset dataset(request.data);
  check(dataset.size() == trained.size(), "the model recovers images of size ", trained.size(),
        " but those in ", request.data, " have size ", dataset.size());
  check(!dataset.portraits_in(Split::test).empty(), request.data,
        ": holds no portraits of test people");
  const MakeMeasures measures = load_measures(request.measured, dataset, device);
  const auto rows = measured_rows(recipe, dataset, request, measures);
  std::cout << evaluation_table(rows);
  for (const auto& measure : measures()) std::cout << measure->convention() << '\n';
  if (!request.json.empty()) write_evaluation(request.json, rows);
  if (!request.grid.empty()) {
    write_png(request.grid, evaluation_grid(recipe, dataset, Split::test));
  }
  if (!request.edits.empty()) write_png(request.edits, edits_grid(recipe, dataset, edits));
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Measures a trained model on people it has not learned from.", "mien-evaluate");
  CommonOptions common;
  Request request;
  app.add_option("--model", request.model, "checkpoint or weights written by mien-train")
      ->required();
  app.add_option("--data", request.data, "folder of portraits made by mien-dataset")->required();
  app.add_option("--json", request.json, "write the results here");
  app.add_option("--grid", request.grid,
                 "write a picture of portraits, recovered faces and photos here");
  CLI::Option* const picture = app.add_option(
      "--edits", request.edits,
      "write a picture here: test portraits and their faces, average but for one attribute in each "
      "column; those of --attribute, or each turned over");
  app.add_option("--attribute", request.attributes,
                 "NAME=VALUE, from 0 to 1, for --edits; may come again")
      ->allow_extra_args(false)
      ->needs(picture);
  app.add_option("--count", request.count,
                 "portraits to look at, seen and unseen or each style; all without it")
      ->check(CLI::Range(Index{1}, Index{100'000'000}));
  app.add_flag("--by-style", request.by_style,
               "rows for each style in place of seen and unseen ones");
  add_measure_options(app, request.measured);
  add_settings_option(app, request.settings);
  add_device_option(app, common);
  add_threads_option(app, common);
  add_exact_option(app, common);
  add_convolution_options(app, common);
  return run_program(app, argc, argv, [&] {
    apply_common_options(common);
    check_can_write_results({request.json, request.grid, request.edits});
    TrainedModel trained(request.model, common.computes_on, request.settings);
    print_configuration("mien-evaluate", {{"model", request.model + ": " + trained.description()},
                                          {"data", request.data},
                                          {"beside PSNR, SSIM", description_of(request.measured)},
                                          {"device", common.device},
                                          {"threads", std::to_string(common.threads)}});
    evaluate_model(trained, request, common.computes_on);
  });
}
