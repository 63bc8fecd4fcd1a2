#pragma once

#include <functional>

#include "models/recovery/discriminator.h"
#include "models/recovery/generator.h"
#include "models/recovery/recovery_recipe.h"

namespace mien {

/// FDNN and IFRP: what is recovered depends on the portrait alone.
class PortraitRecipe : public RecoveryRecipe {
 public:
  /// What tells them apart.
  struct System {
    std::string name;
    RecoveryOptions defaults;  ///< fill the options
    Objectives objectives;
    std::vector<std::string> networks = {};  ///< generators to choose from, if there are any
    bool transformers = true;                ///< the generators have some
    std::vector<std::string> retired = {};   ///< options of earlier versions
    std::function<std::unique_ptr<Generator>(const RecoveryOptions&, Index size)> make;
  };
  explicit PortraitRecipe(System system);

  void declare(OptionTable& options) override;

 private:
  void make_networks(Index size) override;
  Module& generator() override { return *generator_; }
  Module* discriminator() override { return discriminator_.get(); }
  Variable generate(const TrainingBatch& samples) override;
  Variable judge(const Variable& faces, const TrainingBatch& samples) override;

  System system_;
  bool discriminator_batch_norm_ = true;
  std::unique_ptr<Generator> generator_;
  std::unique_ptr<Discriminator> discriminator_;
};

}  // namespace mien
