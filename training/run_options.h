#pragma once

#include <string>

#include "models/options.h"

namespace mien {

/// The options every training run has, whatever the paper. The run's folder keeps them with the
/// recipe's own, so that a resumed run needs none.
struct RunOptions {
  std::string data;        ///< a portraits data set
  bool synthetic = false;  ///< make one of synthetic faces in the run's folder instead
  Index size = 64;
  Index batch = 16;
  Index steps = 2000;
  Index checkpoint_every = 500;
  Index validate_every = 250;
  Index validation_count = 64;  ///< portraits looked at each time
  Index seed = 1;
  bool mirror = true;
  double repaint = 0.5;  ///< share of the portraits whose palette is changed
  bool degrade = false;  ///< photos are degraded anew in each epoch
  bool exact = false;    ///< convolutions by their definition
  bool overfit_one_batch = false;
  std::string init;  ///< weights to start from
};

void declare(OptionTable& table, RunOptions& options);

}  // namespace mien
