#include "models/backbones/alexnet.h"

#include "autograd/ops/max_pool2d.h"

namespace mien {

AlexNet::AlexNet() {
  const auto conv = [&](int index, Conv2d::Options options) {
    options.slope = 0;
    convolutions_.push_back(&add<Conv2d>(text("features.", index), options));
  };
  conv(0, {.in_channels = 3, .out_channels = 64, .kernel = 11, .stride = 4, .padding = 2});
  conv(3, {.in_channels = 64, .out_channels = 192, .kernel = 5, .padding = 2});
  conv(6, {.in_channels = 192, .out_channels = 384, .kernel = 3, .padding = 1});
  conv(8, {.in_channels = 384, .out_channels = 256, .kernel = 3, .padding = 1});
  conv(10, {.in_channels = 256, .out_channels = 256, .kernel = 3, .padding = 1});
}

std::vector<Variable> AlexNet::operator()(const Variable& x) const {
  std::vector<Variable> maps;
  for (std::size_t k = 0; k < convolutions_.size(); ++k) {
    Variable y = k == 0 ? x : maps.back();
    if (k == 1 || k == 2) y = max_pool2d(y, {.kernel = 3, .stride = 2});
    maps.push_back((*convolutions_[k])(y));
  }
  return maps;
}

}  // namespace mien
