#include "models/chan/recipe.h"

#include "losses/l1.h"
#include "models/narrowed.h"
#include "models/sketch/photo_loss.h"

namespace mien {
namespace {

constexpr Index kSmallest = 64;  // what the discriminator's last convolution needs

}  // namespace

void declare(OptionTable& table, ChanRecipeOptions& o) {
  table.add("width_divisor", o.width_divisor, "divides all widths, for small machines",
            between(1, 64));
  table.add("dropout", o.dropout, "in the generator's stages de2 to de4", between(0, 0.9));
  table.add("loss.pixel", o.pixel, "weight of the absolute error", at_least(0));
  declare_adversarial(table, o.adversarial);
  declare_adam(table, o.adam);
}

void ChanRecipe::make_networks(Index size) {
  check(size >= kSmallest, "chan: images must have ", kSmallest, " pixels a side or more, got ",
        size);
  const Index width = narrowed(64, options_.width_divisor);
  chan_ = &enter("chan", std::make_unique<Chan>(Chan::Options{
                             .size = size, .width = width, .dropout = options_.dropout}));
  d_ = &enter("d", std::make_unique<ChanDiscriminator>(
                       ChanDiscriminator::Options{.in_channels = 1 + 3, .width = width}));
}

std::vector<SketchRecipe::Move> ChanRecipe::moves(const TrainingBatch& batch) {
  const Variable sketch = grey(batch.input), photo(batch.target), y = (*chan_)(sketch);
  const Adversary adversary = adversary_named(options_.adversarial);
  const auto judged = [=, this](const Variable& image) { return (*d_)({sketch, image}); };
  return {
      judging("d",
              [=] {
                return discriminator_loss(judged(photo), judged(y.detach()), targets_of(adversary));
              }),
      {"chan", "CHAN", "", [=, this] {
         std::vector<LossTerm> terms = {{"adversarial", 1, generator_loss(judged(y), adversary)}};
         if (options_.pixel > 0) terms.push_back({"pixel", options_.pixel, l1_loss(y, photo)});
         return terms;
       }}};
}

Variable ChanRecipe::photograph(const Variable& sketch, const SampleFields&) {
  return (*chan_)(sketch);
}

std::unique_ptr<Recipe> make_chan() { return std::make_unique<ChanRecipe>(); }

}  // namespace mien
