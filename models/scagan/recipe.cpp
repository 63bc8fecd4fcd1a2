#include "models/scagan/recipe.h"

#include "autograd/ops/slice.h"
#include "models/narrowed.h"

namespace mien {

void declare(OptionTable& table, ScaganRecipeOptions& o) {
  table.add("width_divisor", o.width_divisor, "divides all widths, for small machines",
            between(1, 64));
  table.add("stages", o.stages, "of generators; one alone is CA-GAN", between(1, 2));
  table.add("stage", o.recovered, "whose photographs evaluation and recovery show",
            {"last", "first"}, OnResume::may_change);
  table.add("patch_layers", o.patch_layers,
            "of the discriminators: 1 sees patches of 16 pixels as in the code, 3 of 70",
            between(1, 5));
  table.add("patch_padding", o.patch_padding, "of the discriminators; 1 is pix2pix", between(1, 2));
  table.add("loss.parts", o.parts_of, "whose parsing weighs the error part by part",
            {"sketch", "photo"});
  declare(table, o.photo);
  declare_adversarial(table, o.adversarial);
  declare_adam(table, o.adam);
}

std::vector<SampleField> ScaganRecipe::fields() const {
  if (options_.parts_of == "photo") return {{"parsing"}, {"sketch_parsing"}};
  return {{"sketch_parsing"}};
}

void ScaganRecipe::make_networks(Index size) {
  const Index width = narrowed(64, options_.width_divisor);
  const auto generator = [&](const char* name, Index face_channels) {
    return &enter(name, std::make_unique<TwoEncoderUNet>(
                            TwoEncoderUNet::Options{.size = size,
                                                    .face_channels = face_channels,
                                                    .parsing_channels = kFaceParts,
                                                    .width = width}));
  };
  const auto judge = [&](const char* name) {
    return &enter_patches(name, size,
                          {.in_channels = 1 + kFaceParts + 3,
                           .layers = static_cast<int>(options_.patch_layers),
                           .width = width,
                           .padding = options_.patch_padding});
  };
  first_ = generator("first", 1);
  second_ = has_second() ? generator("second", 1 + 3) : nullptr;
  d_1_ = judge("d_1");
  d_2_ = has_second() ? judge("d_2") : nullptr;
}

void ScaganRecipe::prepare_training() {
  SketchRecipe::prepare_training();
  photo_loss_ = std::make_unique<PhotoLoss>(photo_loss_options(options_.photo),
                                            load_features(options_.photo, device()));
}

std::vector<std::string> ScaganRecipe::missing() const { return missing_features(options_.photo); }

// Both stages learn from what they made before the step.
std::vector<SketchRecipe::Move> ScaganRecipe::moves(const TrainingBatch& batch) {
  const SketchBatch b = photo_loss_->with_features(
      {grey(batch.input), Variable(field(batch.fields, "sketch_parsing")), Variable(batch.target)});
  const Tensor parts =
      field(batch.fields, options_.parts_of == "photo" ? "parsing" : "sketch_parsing");
  const Adversary adversary = adversary_named(options_.adversarial);
  const auto judged = [=](const char* name, PatchGan* judge, const Variable& y) {
    return judging(name, [=] { return judge_loss(*judge, b, y, adversary); });
  };
  const auto learning = [=, this](const char* name, const char* title, PatchGan* judge,
                                  const Variable& y) {
    return Move{name, title, std::string(name) + "_", [=, this] {
                  std::vector<LossTerm> terms = {
                      {"adversarial", 1, generator_loss((*judge)(judged_maps(b, y)), adversary)}};
                  photo_loss_->add_terms(terms, b, y, parts);
                  return terms;
                }};
  };
  const Variable y_1 = (*first_)(b.sketch, b.sketch_parsing);
  if (!has_second()) return {judged("d_1", d_1_, y_1), learning("first", "stage I", d_1_, y_1)};
  const Variable y_2 = (*second_)(concat({b.sketch, y_1.detach()}, 3), b.sketch_parsing);
  return {judged("d_1", d_1_, y_1), judged("d_2", d_2_, y_2),
          learning("first", "stage I", d_1_, y_1), learning("second", "stage II", d_2_, y_2)};
}

Variable ScaganRecipe::photograph(const Variable& sketch, const SampleFields& fields) {
  const Variable parsing(field(fields, "sketch_parsing"));
  const Variable y = (*first_)(sketch, parsing);
  if (!has_second() || options_.recovered == "first") return y;
  return (*second_)(concat({sketch, y}, 3), parsing);
}

std::unique_ptr<Recipe> make_scagan() { return std::make_unique<ScaganRecipe>(); }

}  // namespace mien
