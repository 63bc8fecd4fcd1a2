#include "models/recovery/discriminator.h"

#include "autograd/ops/cast.h"
#include "autograd/ops/leaky_relu.h"
#include "autograd/ops/reshape.h"
#include "models/narrowed.h"
#include "models/recovery/blocks.h"

namespace mien {

Discriminator::Discriminator(const Options& o) : options_(o) {
  check(o.size > 0 && o.size % 16 == 0, "Discriminator: the size must be a multiple of 16, got ",
        o.size);
  const auto width = [&](Index channels) { return narrowed(channels, o.width_divisor); };
  const auto stage = [&](const std::string& name, Index in, Index out, Index kernel) {
    Conv2d& conv = add<Conv2d>(
        name + ".conv",
        {.in_channels = in, .out_channels = out, .kernel = kernel, .padding = kernel / 2});
    BatchNorm2d* norm =
        o.batch_norm ? &add<BatchNorm2d>(name + ".norm", {.channels = out, .slope = 0.2}) : nullptr;
    stages_.push_back({&conv, norm});
  };
  stage("c1", 3, width(32), 5);           // 32 @ S/2
  stage("c2", width(32), width(64), 5);   // 64 @ S/4
  stage("c3", width(64), width(128), 5);  // 128 @ S/8
  stage("c4", width(128), width(96), 3);  // 96 @ S/16
  const Index side = o.size / 16;
  fc1_ = &add<Linear>("fc1", {.in_features = side * side * width(96),
                              .out_features = width(1024),
                              .from_image = {side, side, width(96)}});
  fc2_ = &add<Linear>("fc2", {.in_features = width(1024), .out_features = 1});
}

Variable Discriminator::operator()(const Variable& x) {
  check(x.rank() == 4 && x.dim(1) == options_.size && x.dim(2) == options_.size && x.dim(3) == 3,
        "Discriminator: x must be [N, ", options_.size, ", ", options_.size, ", 3], got ",
        x.shape());
  Variable y = autocast(x);
  for (const auto& [conv, norm] : stages_) {
    // A bias changes nothing about which value of a window is the largest.
    y = norm ? (*norm)(halve(conv->sums(y)), conv->bias()) : leaky_relu(halve((*conv)(y)), 0.2);
  }
  return (*fc2_)(leaky_relu((*fc1_)(flatten(widened(y))), 0.2));
}

}  // namespace mien
