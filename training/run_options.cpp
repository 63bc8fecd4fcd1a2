#include "training/run_options.h"

namespace mien {

void declare(OptionTable& table, RunOptions& o) {
  constexpr auto may_change = OnResume::may_change;
  table.add_path("data", o.data, "folder of portraits made by mien-dataset", may_change);
  table.add("synthetic", o.synthetic, "train on synthetic faces, made in the run's folder",
            OnResume::keep_origin);
  table.add("size", o.size, "height and width of the images", between(64, 256));
  table.add("batch", o.batch, "portraits per step", at_least(1));
  table.add("steps", o.steps, "steps of the whole run", at_least(0), OnResume::may_grow);
  table.add("checkpoint_every", o.checkpoint_every, "steps between checkpoints", at_least(1),
            may_change);
  table.add("validate_every", o.validate_every, "steps between looks at held-out people",
            at_least(1), may_change);
  table.add("validation_count", o.validation_count, "portraits looked at each time", at_least(1),
            may_change);
  table.add("seed", o.seed, "of weights, order and augmentation", at_least(0));
  table.add("mirror", o.mirror, "mirror half of the pairs");
  table.add("repaint", o.repaint,
            "share of the portraits shown in other colours, so that unseen styles are less strange",
            between(0, 1));
  table.add("degrade", o.degrade,
            "degraded photographs alone: a new degradation in each epoch, as in GFRNet's paper");
  table.add("exact", o.exact, "on the CPU, convolve by the definition: slower, finer rounding");
  table.add("overfit_one_batch", o.overfit_one_batch, "show the first batch again and again");
  table.add_path("init", o.init, "start from the weights in this file");
}

}  // namespace mien
