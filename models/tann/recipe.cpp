#include "models/tann/recipe.h"

#include "autograd/grad_mode.h"
#include "autograd/ops/slice.h"
#include "losses/triplet.h"
#include "models/required_field.h"

namespace mien {
namespace {

RecoveryOptions tann_defaults() {
  RecoveryOptions defaults;
  defaults.network = "tann";
  defaults.objective = "tann";
  defaults.learning_rate = 1e-4;  // as IFRP, for the transformers' sake
  return defaults;
}

const Tensor& field(const TrainingBatch& batch, const char* name) {
  return required_field(batch.fields, name, "tann");
}

Variable tiny(const Tensor& image) { return tiny_face(Variable(image)); }

}  // namespace

TannRecipe::TannRecipe() : RecoveryRecipe("tann", tann_defaults(), {"tun", "tun_dn", "tann"}) {}

void TannRecipe::declare(OptionTable& table) {
  declare_networks(table, options(), {"tann", "urdgn", "tdn"}, objectives());
  declare_transformers(table, options());
  table.add("skips", skips_, "tann: maps of the encoder are joined to those of the decoder");
  declare_training(table, options(), objectives());
  table.add("loss.triplet_weight", triplet_weight_, "tau; 0 does without triplets", at_least(0));
  table.add("loss.triplet_margin", triplet_margin_, "m, of squared distances", at_least(0));
  table.add("loss.triplet", triplet_,
            "gradient: that of the value, or gradient_form, the one the code writes",
            {"value", "gradient_form"});
  table.add("loss.triplet_views", triplet_views_,
            "what anchors are compared with: frontal faces as in the paper, or any",
            {"frontal", "any"});
  table.add("loss.triplet_update", triplet_update_,
            "together with the other terms, or alternating: in an update of its own before them",
            {"joint", "alternating"});
}

std::vector<SampleField> TannRecipe::fields() const {
  if (!compares()) return {};
  return {{"positive", {triplet_views_}}, {"negative", {triplet_views_}}};
}

// The code divides the gradient of its identity term by 127.5 once more than the others of the
// group; only ten anchors of its batch of 30 are samples here.
std::string TannRecipe::preset(const std::string& name) const {
  std::string toml = RecoveryRecipe::preset(name);
  const auto add_below = [&](const std::string& heading, const std::string& lines) {
    toml.insert(toml.find(heading) + heading.size(), lines);
  };
  add_below("[optimizer]\n", "learning_rate_floor = 1e-5\n");
  add_below("[loss]\n", "identity_weight = 6.15e-7\ntriplet_weight = 1e-4\n");
  return "batch = 10\n" + toml;
}

void TannRecipe::build_generator() {
  const Index divisor = options().width_divisor;
  const auto start = transformer_start(options());
  const auto keep = [this](auto network) -> auto& {
    auto& kept = *network;
    generator_ = std::move(network);
    return kept;
  };
  tann_ = nullptr;
  if (options().network == "urdgn") {
    Urdgn& net = keep(std::make_unique<Urdgn>(Urdgn::Options{.width_divisor = divisor}));
    up_ = [&net](const Variable& x) { return net(x); };
  } else if (options().network == "tdn") {
    Tdn& net = keep(std::make_unique<Tdn>(Tdn::Options{.width_divisor = divisor, .start = start}));
    up_ = [&net](const Variable& x) { return net(x); };
  } else {
    Tann& net = keep(std::make_unique<Tann>(
        Tann::Options{.skips = skips_, .width_divisor = divisor, .start = start}));
    up_ = [&net](const Variable& x) { return net(x).face; };
    tann_ = &net;
  }
}

void TannRecipe::make_networks(Index size) {
  check_output_size("tann", size);
  const std::string& network = options().network;
  check(network == "tann" || !compares(), "tann: network=", network,
        " has no embedding to compare; set loss.triplet_weight=0");
  check(network == "tann" || !skips_, "tann: network=", network, " has no skips");
  check(network != "urdgn" || options().stn_start == "identity",
        "tann: network=urdgn has no transformers; set stn_start=identity");
  build_generator();
  generator_->set_path("tun");
  if (!has_discriminator()) return;
  discriminator_ = std::make_unique<TannDiscriminator>(
      TannDiscriminator::Options{.width_divisor = options().width_divisor});
  discriminator_->set_path("dn");
}

Variable TannRecipe::generate(const TrainingBatch& samples) { return up_(tiny(samples.input)); }

Variable TannRecipe::judge(const Variable& faces, const TrainingBatch&) {
  return (*discriminator_)(faces);
}

RecoveryRecipe::Judgement TannRecipe::judge_in_turn(const TrainingBatch& batch) {
  const TrainingBatch half = real_half(batch);
  Variable faces;
  {
    const NoGrad guard;
    faces = concat({Variable(half.target), generate(half)}, 0);
  }
  return {judge(faces, half), half.input.dim(0)};
}

// All embeddings in one pass, so that batch norm sees anchors, positives and negatives together.
std::vector<LossTerm> TannRecipe::triplet_terms(const TrainingBatch& batch) {
  if (!compares()) return {};
  const Variable all = tann_->embed(concat(
      {tiny(batch.input), tiny(field(batch, "positive")), tiny(field(batch, "negative"))}, 0));
  const Index n = batch.input.dim(0);
  const auto loss = triplet_ == "value" ? triplet_loss : active_anchor_loss;
  return {{"triplet", triplet_weight_,
           loss(slice(all, 0, 0, n), slice(all, 0, n, 2 * n), slice(all, 0, 2 * n, 3 * n),
                triplet_margin_)}};
}

std::vector<LossTerm> TannRecipe::further_terms(const TrainingBatch& batch) {
  return triplet_update_ == "joint" ? triplet_terms(batch) : std::vector<LossTerm>();
}

std::vector<LossTerm> TannRecipe::separate_terms(const TrainingBatch& batch) {
  return triplet_update_ == "joint" ? std::vector<LossTerm>() : triplet_terms(batch);
}

std::unique_ptr<Recipe> make_tann() { return std::make_unique<TannRecipe>(); }

}  // namespace mien
