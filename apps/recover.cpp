// mien-recover: turns pictures into faces with a trained model.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>

#include "apps/attribute_edits.h"
#include "apps/common_options.h"
#include "apps/program.h"
#include "apps/recovery_inputs.h"
#include "apps/trained_model.h"
#include "data/convert.h"
#include "data/crop.h"
#include "data/image_io.h"
#include "data/parsing_picture.h"
#include "data/resize.h"
#include "data/tile_grid.h"
#include "tensor/atomic_file.h"

using namespace mien;

namespace {

struct Request {
  std::string model, out, guide, parsing, edits;
  std::vector<std::string> inputs, attributes, settings;
  std::optional<Box> crop;
  bool compare = false;
};

// The picture as the network takes it: the chosen rectangle, or the centre square, at its size.
Tensor prepared(const Tensor& image, const std::optional<Box>& box, Index size) {
  return resize(box ? crop(image, *box) : crop_centre_square(image), size, size);
}

std::filesystem::path output_of(const RecoveryInput& input, const Request& request) {
  return std::filesystem::path(request.out) / input.output_name;
}

bool wants(const Recipe& recipe, const std::string& name) {
  const auto fields = recipe.fields();
  return std::any_of(fields.begin(), fields.end(),
                     [&](const SampleField& field) { return field.name == name; });
}

// The guide as the network takes it, for every input; an empty tensor for models without.
Tensor read_guide(TrainedModel& model, const Request& request) {
  const std::string name = model.recipe().name();
  if (!wants(model.recipe(), "guide")) {
    check(request.guide.empty(), "--guide: ", name, " takes no guide");
    return {};
  }
  check(!request.guide.empty(), name, " needs --guide FILE, a good photograph of the same person");
  return prepared(read_image(request.guide), {}, model.size());
}

void check_parsing(const Recipe& recipe, const Request& request) {
  if (!wants(recipe, "sketch_parsing")) {
    check(request.parsing.empty(), "--parsing: ", recipe.name(), " takes no parsing");
    return;
  }
  check(!request.parsing.empty(), recipe.name(),
        " needs --parsing FILE, the sketch's map of face parts: a grey picture of its size whose "
        "values are 0 background, 1 skin, 2 brows, 3 eyes, 4 nose, 5 inner mouth, 6 lips, 7 hair; "
        "or a folder of them, NAME.png for each input");
}

// What a model is told beside the picture.
struct Told {
  AttributeEdits attributes;
  Tensor guide;         // undefined for models without
  Tensor parsing = {};  // of the input at hand; undefined for models without

  // With `attributes` in place of those that were asked for.
  SampleFields fields(SampleFields attributes_instead) const {
    if (guide.defined()) attributes_instead["guide"] = stack_images({to_float(guide)});
    if (parsing.defined()) attributes_instead["sketch_parsing"] = parsing;
    return attributes_instead;
  }
  SampleFields fields() const { return fields(attributes.fields()); }
};

Tensor recovered(TrainedModel& model, const Tensor& portrait, const SampleFields& fields) {
  const Tensor input = stack_images({to_float(portrait)});
  return image_of(to_uint8(model.recipe().recover(input, fields)), 0);
}

std::filesystem::path parsing_of(const RecoveryInput& input, const Request& request) {
  const std::filesystem::path path = request.parsing;
  return std::filesystem::is_directory(path) ? path / (input.path.stem().string() + ".png") : path;
}

// The parsing that belongs to an input, cut as the input is.
Tensor read_parsing(const RecoveryInput& input, const Tensor& picture, const Request& request,
                    Index size) {
  const Tensor map =
      read_parsing_picture(parsing_of(input, request), picture.dim(0), picture.dim(1));
  const Box box = request.crop.value_or(centre_square(picture.dim(0), picture.dim(1)));
  return one_hot_parsing(crop(map, box), size);
}

// Writes the face; the row of `edits` shows the input, and the face with one edit at a time.
void recover_one(TrainedModel& model, Told told, const RecoveryInput& input, const Request& request,
                 std::vector<std::vector<Tensor>>& edits) {
  const Tensor original = read_image(input.path);
  const Tensor portrait = prepared(original, request.crop, model.size());
  if (!request.parsing.empty()) {
    told.parsing = read_parsing(input, original, request, model.size());
  }
  const Tensor face = recovered(model, portrait, told.fields());
  const auto row =
      told.guide.defined() ? std::vector{portrait, told.guide, face} : std::vector{portrait, face};
  const Tensor picture = request.compare ? tile_grid({row}, {.gap = 2}) : face;
  const auto path = output_of(input, request);
  write_png(path, picture);
  std::cout << path.string() << "\n";
  if (request.edits.empty()) return;
  edits.push_back({portrait});
  for (const auto& [caption, fields] : told.attributes.one_by_one()) {
    edits.back().push_back(recovered(model, portrait, told.fields(fields)));
  }
}

void write_edits(const AttributeEdits& attributes, const std::vector<std::vector<Tensor>>& rows,
                 const std::string& path) {
  write_png(path, tile_grid(rows, {.column_captions = attributes.columns()}));
  std::cout << path << "\n";
}

void check_places(const std::vector<RecoveryInput>& inputs, const Request& request) {
  std::vector<std::filesystem::path> read, written;
  if (!request.guide.empty()) read.emplace_back(request.guide);
  if (!request.edits.empty()) written.emplace_back(request.edits);
  for (const auto& input : inputs) {
    read.push_back(input.path);
    if (!request.parsing.empty()) read.push_back(parsing_of(input, request));
    written.push_back(output_of(input, request));
  }
  check_keeps_inputs(read, written);
}

// Returns how many inputs failed; each one is reported, and the others go on.
int recover_all(TrainedModel& model, const Told& told, const Request& request) {
  const auto inputs = list_inputs(request.inputs);
  check_places(inputs, request);
  std::error_code error;
  std::filesystem::create_directories(request.out, error);
  if (error) throw_file_error(request.out, "make the folder", error.value());
  for (const auto& input : inputs) check_can_write(output_of(input, request));
  int failures = 0;
  std::vector<std::vector<Tensor>> edits;
  for (const auto& input : inputs) {
    try {
      recover_one(model, told, input, request, edits);
    } catch (const std::exception& error) {
      ++failures;
      std::cerr << "skipped " << input.path.string() << ": " << error.what() << "\n";
    }
  }
  if (!edits.empty()) write_edits(told.attributes, edits, request.edits);
  return failures;
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app("Turns pictures into faces with a trained model.", "mien-recover");
  CommonOptions common;
  Request request;
  app.add_option("--model", request.model, "checkpoint or weights written by mien-train")
      ->required();
  app.add_option("INPUT", request.inputs, "PNG or JPEG files, or folders of them")->required();
  app.add_option("--out", request.out, "folder for the faces, NAME.png each")->required();
  app.add_option("--guide", request.guide,
                 "a good photograph of the same person, for gfrnet; its centre square is taken");
  app.add_option(
      "--parsing", request.parsing,
      "the sketch's map of face parts, for isegan and scagan: a grey picture of its size "
      "with values 0 to 7; or a folder of them, NAME.png for each input");
  add_crop_option(app, request.crop);
  app.add_flag("--compare", request.compare, "write each face beside its input");
  app.add_option(
         "--attribute", request.attributes,
         "NAME=VALUE, from 0 to 1: what the face is to be like; may come again. What is not "
         "named is as the average face")
      ->allow_extra_args(false);
  app.add_option("--edits", request.edits,
                 "write a picture here: a row for each input, a column for each --attribute alone, "
                 "or for every attribute turned over");
  add_settings_option(app, request.settings);
  add_device_option(app, common);
  add_threads_option(app, common);
  add_exact_option(app, common);
  add_convolution_options(app, common);
  return run_program(app, argc, argv, [&] {
    apply_common_options(common);
    TrainedModel model(request.model, common.computes_on, request.settings);
    const Told told{AttributeEdits(model.recipe(), request.attributes), read_guide(model, request)};
    check_parsing(model.recipe(), request);
    if (!request.edits.empty()) told.attributes.check_not_empty("--edits");
    check_can_write_results({request.edits});
    print_configuration("mien-recover", {{"model", request.model + ": " + model.description()},
                                         {"attributes", told.attributes.description()},
                                         {"out", request.out},
                                         {"device", common.device},
                                         {"threads", std::to_string(common.threads)}});
    const int failures = recover_all(model, told, request);
    if (failures > 0)
      throw std::runtime_error(text(failures, " of the inputs could not be recovered"));
  });
}
