#pragma once

#include <functional>

#include "models/adam_options.h"
#include "models/face_by_face.h"
#include "models/loss_term.h"
#include "models/patchgan/networks.h"
#include "models/recipe.h"
#include "models/recorded_step.h"

namespace mien {

/// What ISEGAN, SCA-GAN and CHAN share: sketches go in, of which the grey value is taken, and
/// photographs come out.
///
/// Note [Moves of a step]
/// A step is a list of moves in the paper's order. Each updates one network along the sum of its
/// terms. What generators make of the batch is made once, before the first move; a move's terms are
/// made when its turn comes, so that generators meet discriminators that have already learned.
///
/// A system derives from it: it makes the networks, and says what the moves are and how a sketch
/// becomes a photograph. The learning rate is constant.
class SketchRecipe : public Recipe {
 public:
  std::string name() const override { return name_; }
  PortraitKind portraits() const override { return PortraitKind::sketched; }
  std::string preset(const std::string& name) const override;
  void build(Index size) override;
  void prepare_training() override;
  std::vector<NamedModule> networks() override;
  std::vector<NamedOptimizer> optimizers() override;
  std::vector<std::string> announcements(const TrainingBatch& batch) override;
  std::vector<Variable> losses(const TrainingBatch& batch) override;
  StepReport step(const TrainingBatch& batch, const RunPosition& position) override;
  Tensor recover(const Tensor& input, const SampleFields& fields) override;

 protected:
  /// How long and how fast the paper trains, on the 268 training pairs of CUFS one by one.
  struct Paper {
    Index epochs;
    const char* learning_rate;
  };
  SketchRecipe(std::string name, const Paper& paper) : name_(std::move(name)), paper_(paper) {}

  struct Move {
    std::string network;
    std::string title;   ///< of a generator, whose gradient's shares are announced; else empty
    std::string prefix;  ///< before the names of its terms in the report
    std::function<std::vector<LossTerm>()> terms;
  };

  /// Makes the networks by enter().
  virtual void make_networks(Index size) = 0;
  virtual Adam::Options adam() const = 0;
  /// Lines on what training goes without.
  virtual std::vector<std::string> missing() const { return {}; }
  /// Runs the generators. Each term may draw by RandomStep alone.
  virtual std::vector<Move> moves(const TrainingBatch& batch) = 0;
  /// Of one sketch [1, S, S, 1] and its fields, on `device()`.
  virtual Variable photograph(const Variable& sketch, const SampleFields& fields) = 0;

  /// Takes a network into the system; its weights are named after it.
  template <class Network>
  Network& enter(const std::string& name, std::unique_ptr<Network> network) {
    Network& entered = *network;
    entered.set_path(name);
    players_.push_back({name, std::move(network), nullptr});
    return entered;
  }
  /// The same for a discriminator. Throws std::invalid_argument for images too small for a patch.
  PatchGan& enter_patches(const std::string& name, Index size, const PatchGan::Options& options);
  /// A move of a discriminator, which reports its one loss as NETWORK_loss.
  static Move judging(const std::string& network, std::function<Variable()> loss);

  /// A field that samples must have. Throws std::invalid_argument naming system and field.
  const Tensor& field(const SampleFields& fields, const char* name) const;
  /// [N, S, S, 3] to [N, S, S, 1]: sketches are grey, whatever the file holds.
  static Variable grey(const Tensor& pixels);

 private:
  struct Player {
    std::string name;
    std::unique_ptr<Module> network;
    std::unique_ptr<Optimizer> optimizer;
  };
  Player& player(const std::string& name);

  std::string name_;
  Paper paper_;
  std::vector<Player> players_;
  RecordedStep training_;
  FaceByFace recovery_;
};

}  // namespace mien
