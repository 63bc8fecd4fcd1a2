#include "models/backbones/lpips.h"

#include "autograd/constant.h"
#include "autograd/ops/arithmetic.h"
#include "autograd/ops/elementary.h"
#include "autograd/ops/sum.h"
#include "layers/state_file.h"
#include "models/backbones/alexnet.h"
#include "models/backbones/squeezenet.h"
#include "models/backbones/vgg.h"

namespace mien {
namespace {

Variable constant(const Variable& like, const std::vector<double>& values) {
  return constant_like(like, {3}, values);
}

// ImageNet's mean and deviation, for pixels in [-1, 1].
Variable normalised(const Variable& x) {
  return (x - constant(x, {-.030, -.088, -.188})) / constant(x, {.458, .448, .450});
}

// That, back to pixels in [-1, 1] as a Vgg wants them: its own normalisation is the same one.
Variable pixels(const Variable& x) {
  const Variable mean = constant(x, {.485, .456, .406}),
                 deviation = constant(x, {.229, .224, .225});
  return (x * deviation + mean) * 2.0 - 1.0;
}

Variable unit_length(const Variable& map) {
  return map / (sqrt(sum(square(map), {3}, true) + 1e-20) + 1e-10);
}

}  // namespace

const char* name_of(Lpips::Network network) {
  return network == Lpips::Network::alex  ? "alex"
         : network == Lpips::Network::vgg ? "vgg"
                                          : "squeeze";
}

Lpips::Lpips(Network network, const std::filesystem::path& heads,
             const std::filesystem::path& features) {
  const SafetensorsFile file = read_safetensors(heads);
  const auto taking_from = [&](const std::filesystem::path& path, auto take) {
    try {
      take();
    } catch (const std::invalid_argument& error) {
      throw std::invalid_argument(
          text(path.string(), ": not LPIPS on ", name_of(network), ": ", error.what()));
    }
  };
  const bool in_one_file = network == Network::squeeze;
  taking_from(in_one_file ? heads : features,
              [&] { take_features(network, in_one_file ? file : read_safetensors(features)); });
  taking_from(heads, [&] { take_heads(network, file); });
}

void Lpips::take_features(Network network, const SafetensorsFile& file) {
  const auto adopt = [&](auto module, const std::string& prefix, auto prepare) {
    load_state(*module, file, {.prefix = prefix, .allow_extra = true});
    module->set_requires_grad(false);
    features_ = [module, prepare](const Variable& x) { return (*module)(prepare(x)); };
    owner_ = module;
  };
  const auto as_it_is = [](const Variable& x) { return x; };
  if (network == Network::squeeze) {
    adopt(std::make_shared<SqueezeNet>(), "squeezenet1_1.", as_it_is);
  } else if (network == Network::alex) {
    adopt(std::make_shared<AlexNet>(), "", as_it_is);
  } else {
    const Vgg::Options vgg16{.depth = 16,
                             .taps = {"relu1_2", "relu2_2", "relu3_3", "relu4_3", "relu5_3"}};
    adopt(std::make_shared<Vgg>(vgg16), "", pixels);
  }
}

void Lpips::take_heads(Network network, const SafetensorsFile& file) {
  const std::size_t layers = network == Network::squeeze ? 7 : 5;
  for (std::size_t k = 0; k < layers; ++k) {
    const std::string name = text("lpips_v0.1_", name_of(network), ".lin", k, ".model.1.weight");
    const auto found = file.tensors.find(name);
    check(found != file.tensors.end() && found->second.rank() == 4, "weights: the file lacks ",
          name);
    weights_.emplace_back(found->second.reshape({found->second.dim(1)}));
  }
}

Variable Lpips::operator()(const Variable& x, const Variable& y) const {
  check(x.rank() == 4 && x.dim(3) == 3 && x.shape() == y.shape(),
        "Lpips: x and y must be [N, H, W, 3] both, got ", x.shape(), " and ", y.shape());
  const auto of_x = features_(normalised(x)), of_y = features_(normalised(y));
  Variable distance;
  for (std::size_t k = 0; k < weights_.size(); ++k) {
    const Variable gap = square(unit_length(of_x[k]) - unit_length(of_y[k]));
    const Variable layer = mean(sum(gap * weights_[k], {3}), {1, 2});
    distance = distance.defined() ? distance + layer : layer;
  }
  return distance;
}

void Lpips::to(Device device) {
  owner_->to(device);
  for (Variable& weight : weights_) weight = Variable(weight.value().to(device));
}

}  // namespace mien
