#pragma once

#include <functional>

#include "models/recovery/discriminator.h"
#include "models/recovery/generator.h"
#include "models/recovery/recovery_recipe.h"

namespace mien {

/// FDNN and IFRP: what is recovered depends on the portrait alone.
class PortraitRecipe : public RecoveryRecipe {
 public:
  using MakeGenerator = std::function<std::unique_ptr<Generator>(const RecoveryOptions&, Index)>;

  /// `networks` are the generators that `make` knows; `defaults` fill the options.
  PortraitRecipe(std::string name, RecoveryOptions defaults, std::vector<std::string> networks,
                 MakeGenerator make);

  void declare(OptionTable& options) override;
  void build(Index size) override;

 private:
  Module& generator() override { return *generator_; }
  Module* discriminator() override { return discriminator_.get(); }
  Variable generate(const TrainingBatch& samples) override;
  Variable judge(const Variable& faces, const TrainingBatch& samples) override;

  std::vector<std::string> generators_;
  MakeGenerator make_;
  bool discriminator_batch_norm_ = true;
  std::unique_ptr<Generator> generator_;
  std::unique_ptr<Discriminator> discriminator_;
};

}  // namespace mien
