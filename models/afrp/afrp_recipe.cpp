#include "models/afrp/afrp_recipe.h"

#include <algorithm>
#include <sstream>

#include "autograd/grad_mode.h"
#include "autograd/ops/arithmetic.h"
#include "autograd/ops/slice.h"
#include "models/afrp/recipe.h"
#include "models/required_field.h"

namespace mien {
namespace {

// 18 of CelebA's 40, in its order. The paper's list is not public; No_Beard and Young stand where
// FaceAttr's code has them.
constexpr const char* kAttributes =
    "Arched_Eyebrows,Bags_Under_Eyes,Bald,Bangs,Big_Lips,Big_Nose,Black_Hair,Blond_Hair,Brown_Hair,"
    "Gray_Hair,Heavy_Makeup,Male,Mouth_Slightly_Open,Mustache,No_Beard,Pale_Skin,Smiling,Young";

constexpr const char* kWrong = "wrong_attributes";  // the field of D's third group

RecoveryOptions afrp_defaults() {
  RecoveryOptions defaults;
  defaults.network = "frn";
  defaults.objective = "afrp";
  defaults.learning_rate = 1e-4;  // as IFRP, for the transformers' sake
  return defaults;
}

// The words of a list with commas, each there once.
std::vector<std::string> words_of(const std::string& list, const char* option) {
  std::vector<std::string> words;
  std::istringstream in(list);
  for (std::string word; std::getline(in, word, ',');) {
    check(!word.empty(), option, ": expected names with commas between them, got '", list, "'");
    check(std::ranges::find(words, word) == words.end(), option, ": ", word, " comes twice");
    words.push_back(word);
  }
  return words;
}

std::array<bool, 6> skips_of(const std::string& list) {
  const std::vector<std::string> stages = {"e1", "e2", "e3", "e4", "e5", "e6"};
  std::array<bool, 6> skips = {};
  for (const std::string& word : words_of(list, "skips")) {
    const auto at = std::ranges::find(stages, word);
    check(at != stages.end(), "skips: expected stages from e1 to e6, got '", word, "'");
    skips[static_cast<std::size_t>(at - stages.begin())] = true;
  }
  return skips;
}

Variable attributes_of(const TrainingBatch& samples) {
  const auto found = samples.fields.find("attributes");
  return found == samples.fields.end() ? Variable() : Variable(found->second);
}

}  // namespace

AfrpRecipe::AfrpRecipe()
    : RecoveryRecipe("afrp", afrp_defaults(), {"frn", "frn_dn", "afrp"}),
      attributes_(kAttributes) {}

void AfrpRecipe::declare(OptionTable& table) {
  declare_networks(table, options(), {"frn", "faceattr"}, objectives());
  declare_transformers(table, options());
  table.add(
      "attributes", attributes_,
      "what the networks are told of a face: names of the data set with commas; may be empty");
  table.add("skips", skips_, "encoder stages with a skip to the decoder; may be empty");
  table.add("residual_blocks", residual_blocks_, "frn: the skips pass through residual blocks");
  table.add("transformers", transformers_, "spatial transformers in the generator");
  table.add("discriminator_dropout", discriminator_dropout_, "dropout in the discriminator");
  declare_training(table, options(), objectives());
  table.add("loss.wrong_attributes", wrong_attributes_,
            "attributes D must refuse: any turned over or another face's; last as FaceAttr's code",
            {"any", "last"});
  table.add("told", told_,
            "what evaluation and recovery tell of a face: its own attributes, those of the average "
            "face, none (all 0), or the opposite of its own",
            {"own", "average", "none", "opposite"}, OnResume::may_change);
}

std::vector<SampleField> AfrpRecipe::fields() const {
  const auto names = words_of(attributes_, "attributes");
  if (names.empty()) return {};
  return {{"attributes", names}};
}

std::string AfrpRecipe::preset(const std::string& name) const {
  std::string toml = RecoveryRecipe::preset(name);
  const std::string decay = "learning_rate_decay = 0.99";
  return toml.replace(toml.find(decay), decay.size(), "learning_rate_decay = 0.95");
}

void AfrpRecipe::make_networks(Index size) {
  const auto count = static_cast<Index>(words_of(attributes_, "attributes").size());
  const FrnOptions how{.size = size,
                       .width_divisor = options().width_divisor,
                       .attributes = count,
                       .transformers = transformers_,
                       .start = transformer_start(options()),
                       .skips = skips_of(skips_),
                       .residual_blocks = residual_blocks_};
  if (options().network == "frn") generator_ = std::make_unique<Frn>(how);
  if (options().network == "faceattr") generator_ = std::make_unique<FaceAttr>(how);
  generator_->set_path("frn");
  if (!has_discriminator()) return;
  discriminator_ = std::make_unique<AttributeDiscriminator>(
      AttributeDiscriminator::Options{.size = size,
                                      .width_divisor = options().width_divisor,
                                      .attributes = count,
                                      .dropout = discriminator_dropout_});
  discriminator_->set_path("dn");
}

Tensor AfrpRecipe::mean_attributes() const {
  return fields().empty() ? Tensor() : generator_->mean_attributes().to(kCpu);
}

Tensor AfrpRecipe::told_instead_of(const Tensor& attributes) const {
  const Variable own(attributes.to(kCpu));
  if (told_ == "opposite") return (1.0 - own).value();
  return (told_ == "none" ? own * 0.0 : own * 0.0 + Variable(mean_attributes())).value();
}

Tensor AfrpRecipe::recover(const Tensor& input, const SampleFields& fields) {
  SampleFields all = fields;
  const auto attributes = all.find("attributes");
  if (told_ != "own" && attributes != all.end()) {
    attributes->second = told_instead_of(attributes->second);
  }
  return RecoveryRecipe::recover(input, all);
}

Variable AfrpRecipe::generate(const TrainingBatch& samples) {
  return (*generator_)(Variable(samples.input), attributes_of(samples));
}

Variable AfrpRecipe::judge(const Variable& faces, const TrainingBatch& samples) {
  return (*discriminator_)(faces, attributes_of(samples));
}

// They are drawn on the host: before the step, which is recorded.
TrainingBatch AfrpRecipe::with_wrong_attributes(const TrainingBatch& batch,
                                                const RunPosition& position) const {
  if (fields().empty() || !discriminator_) return batch;
  const Tensor& own = required_field(batch.fields, "attributes", "afrp");
  TrainingBatch all = batch;
  all.fields[kWrong] = wrong_attributes(
      own, own, wrong_attributes_ == "last" ? WrongAttributes::last : WrongAttributes::any,
      Random(position.seed, "wrong_attributes", static_cast<std::uint64_t>(position.step)));
  return all;
}

std::vector<Variable> AfrpRecipe::losses(const TrainingBatch& batch) {
  return RecoveryRecipe::losses(with_wrong_attributes(batch, {}));
}

StepReport AfrpRecipe::step(const TrainingBatch& batch, const RunPosition& position) {
  return RecoveryRecipe::step(with_wrong_attributes(batch, position), position);
}

RecoveryRecipe::Judgement AfrpRecipe::judge_in_turn(const TrainingBatch& batch) {
  if (fields().empty()) return RecoveryRecipe::judge_in_turn(batch);
  const TrainingBatch real = real_half(batch), fake = fake_half(batch);
  const Tensor& wrong = real.fields.at(kWrong);
  Variable faces, attributes;
  {
    const NoGrad guard;
    faces = concat({Variable(real.target), generate(fake), Variable(real.target)}, 0);
    attributes = concat({attributes_of(real), attributes_of(fake), Variable(wrong)}, 0);
  }
  return {(*discriminator_)(faces, attributes), real.input.dim(0)};
}

std::unique_ptr<Recipe> make_afrp() { return std::make_unique<AfrpRecipe>(); }

}  // namespace mien
