#include "apps/neural_styles.h"

#include <algorithm>
#include <filesystem>

#include "apps/program.h"
#include "autograd/grad_mode.h"
#include "data/convert.h"
#include "data/image_io.h"
#include "data/resize.h"
#include "models/style/load_style.h"

namespace mien {
namespace {

struct StyleSource {
  std::string weights, picture, name;
};

StyleSource source_of(const std::string& argument) {
  const auto stem = [](const std::string& path) {
    return std::filesystem::path(path).stem().string();
  };
  const auto colon = argument.rfind(':');
  if (colon == std::string::npos || std::filesystem::exists(argument)) {
    return {argument, "", stem(argument)};
  }
  const std::string picture = argument.substr(colon + 1);
  return {argument.substr(0, colon), picture, stem(picture)};
}

Tensor read_picture(const std::string& path) {
  constexpr Index kSide = 512;
  if (path.empty()) return {};
  const Tensor image = read_image(path);
  const double scale = double(kSide) / double(std::max(image.dim(0), image.dim(1)));
  if (scale >= 1) return image;
  const auto reduced = [&](Index side) {
    return std::max<Index>(1, static_cast<Index>(double(side) * scale + 0.5));
  };
  return resize(image, reduced(image.dim(0)), reduced(image.dim(1)));
}

Tensor paint(const StyleNetwork& network, const Tensor& image, Index side) {
  const NoGrad guard;
  const Tensor large = resize(to_float(image), side, side);
  const Variable painted = network(Variable(large.reshape({1, side, side, 3})));
  const Tensor canvas = painted.value().reshape({side, side, 3});
  return to_uint8(resize(canvas, image.dim(0), image.dim(1)));
}

PortraitStyle load_portrait_style(const StyleSource& source, Index side) {
  const std::shared_ptr<const StyleNetwork> network =
      load_style(source.weights, read_picture(source.picture));
  if (side < network->least_side()) {
    throw UsageError(text("--style-size: ", source.weights, " needs at least ",
                          network->least_side(), " pixels, got ", side));
  }
  return {source.name, true, [network, side](const Tensor& image, const Random&) {
            return paint(*network, image, side);
          }};
}

void mark_unseen(std::vector<PortraitStyle>& styles, const std::vector<std::string>& unseen) {
  for (const std::string& argument : unseen) {
    const std::string name = source_of(argument).name;
    const auto found = std::find_if(styles.begin(), styles.end(),
                                    [&](const auto& style) { return style.name == name; });
    if (found == styles.end()) {
      throw UsageError("--unseen: expected the name of a --style, got " + argument);
    }
    found->seen = false;
  }
}

// Those of the papers, as far as they are there; without any of them the first three.
std::vector<bool> seen_by_default(const std::vector<std::string>& names) {
  constexpr std::size_t kSeen = 3;
  std::vector<bool> seen;
  for (const std::string& name : names) {
    seen.push_back(name == "candy" || name == "feathers" || name == "the_scream");
  }
  if (std::find(seen.begin(), seen.end(), true) == seen.end()) {
    std::fill_n(seen.begin(), std::min(kSeen, seen.size()), true);
  }
  return seen;
}

}  // namespace

std::vector<PortraitStyle> neural_portrait_styles(const NeuralStyleOptions& options, Index faces) {
  const Index side = options.size > 0 ? options.size : 2 * faces;
  std::vector<PortraitStyle> styles;
  std::vector<std::string> names;
  for (const std::string& file : options.files) {
    styles.push_back(load_portrait_style(source_of(file), side));
    names.push_back(styles.back().name);
  }
  if (!options.unseen.empty()) {
    mark_unseen(styles, options.unseen);
  } else {
    const std::vector<bool> seen = seen_by_default(names);
    for (std::size_t i = 0; i < styles.size(); ++i) styles[i].seen = seen[i];
  }
  return styles;
}

}  // namespace mien
