#include "models/backbones/parsing_unet.h"

#include <charconv>
#include <sstream>

#include "autograd/ops/arithmetic.h"
#include "autograd/ops/max_pool2d.h"
#include "autograd/ops/slice.h"
#include "autograd/ops/sum.h"
#include "models/backbones/load_frozen.h"

namespace mien {
namespace {

constexpr Index kParts = 19;

Conv2d::Options conv3(Index in, Index out) {
  return {.in_channels = in, .out_channels = out, .kernel = 3, .padding = 1, .slope = 0};
}

ConvTranspose2d::Options twice_as_large(Index in, Index out) {
  return {.in_channels = in, .out_channels = out, .kernel = 2, .stride = 2};
}

// "0:0 3:1 ...": map 3 of the network is part 1. Parts that are not named keep no map: -1.
std::vector<Index> parse_order(const std::string& listed) {
  std::vector<Index> order(kParts, -1);
  std::istringstream pairs(listed);
  for (std::string pair; pairs >> pair;) {
    Index map = -1, part = -1;
    const char* const end = pair.data() + pair.size();
    const auto first = std::from_chars(pair.data(), end, map);
    const bool separated = first.ec == std::errc() && first.ptr != end && *first.ptr == ':';
    if (separated) std::from_chars(first.ptr + 1, end, part);
    check(0 <= map && map < kParts && 0 <= part && part < kParts,
          "the metadata key \"class_map_pred_to_celebamaskhq\" has an odd entry \"", pair, "\"");
    order[part] = map;
  }
  return order;
}

}  // namespace

Variable ParsingUNet::Block::operator()(const std::vector<Variable>& maps) const {
  return (*second)((*first)(maps));
}

ParsingUNet::Block ParsingUNet::add_block(const std::string& name, Index in, Index out) {
  return {&add<Conv2d>(name + ".0", conv3(in, out)), &add<Conv2d>(name + ".2", conv3(out, out))};
}

ParsingUNet::ParsingUNet()
    : enc1_(add_block("enc1", 3, 32)),
      enc2_(add_block("enc2", 32, 64)),
      bottleneck_(add_block("bottleneck", 64, 128)),
      up1_(add<ConvTranspose2d>("up1", twice_as_large(128, 64))),
      dec1_(add_block("dec1", 128, 64)),
      up2_(add<ConvTranspose2d>("up2", twice_as_large(64, 32))),
      dec2_(add_block("dec2", 64, 32)),
      out_(add<Conv2d>("out", {.in_channels = 32, .out_channels = kParts})) {}

void ParsingUNet::set_order(const std::vector<Index>& order) {
  check(order.size() == kParts, "ParsingUNet: the order must name ", kParts, " maps, got ",
        order.size());
  order_ = order;
}

Variable ParsingUNet::operator()(const Variable& x) const {
  check(x.rank() == 4 && x.dim(1) % 4 == 0 && x.dim(2) % 4 == 0 && x.dim(3) == 3,
        "ParsingUNet: x must be [N, H, W, 3] with multiples of 4, got ", x.shape());
  const Variable one = enc1_({x});
  const Variable two = enc2_({max_pool2d(one)});
  Variable y = bottleneck_({max_pool2d(two)});
  y = dec1_({up1_(y), two});
  y = out_(dec2_({up2_(y), one}));
  return order_.empty() ? y : reorder_parts(y, order_);
}

std::unique_ptr<ParsingUNet> load_parsing_unet(const std::filesystem::path& path) {
  auto network = load_frozen<ParsingUNet>(path, "a parsing U-Net");
  const auto metadata = read_safetensors(path).metadata;
  const auto found = metadata.find("class_map_pred_to_celebamaskhq");
  if (found == metadata.end()) return network;
  try {
    network->set_order(parse_order(found->second));
  } catch (const std::invalid_argument& error) {
    throw std::invalid_argument(text(path.string(), ": ", error.what()));
  }
  return network;
}

Variable reorder_parts(const Variable& logits, std::span<const Index> order) {
  // A part without a map gets the lowest logit that float and softmax can stand.
  const Variable never(full({logits.dim(0), logits.dim(1), logits.dim(2), 1}, -1e4, logits.dtype(),
                            logits.device()));
  std::vector<Variable> parts;
  for (Index map : order) parts.push_back(map < 0 ? never : slice(logits, 3, map, map + 1));
  return concat(parts, 3);
}

Variable eight_parts(const Variable& probabilities) {
  check(probabilities.rank() == 4 && probabilities.dim(3) == kParts,
        "eight_parts: probabilities must be [N, H, W, ", kParts, "], got ", probabilities.shape());
  const auto sum_of = [&](Index begin, Index end) {
    return sum(slice(probabilities, 3, begin, end), {3}, true);
  };
  const Variable skin = sum_of(1, 2), nose = sum_of(2, 3), eyes = sum_of(4, 6),
                 brows = sum_of(6, 8), mouth = sum_of(10, 11), lips = sum_of(11, 13),
                 hair = sum_of(13, 14);
  const Variable rest = sum_of(0, 1) + sum_of(3, 4) + sum_of(8, 10) + sum_of(14, kParts);
  return concat({rest, skin, brows, eyes, nose, mouth, lips, hair}, 3);
}

}  // namespace mien
