#include "models/style/pixel_range.h"

#include <regex>

#include "autograd/constant.h"
#include "autograd/ops/arithmetic.h"
#include "autograd/ops/permute.h"

namespace mien {
namespace {

Variable mean_of(const PixelRange& range, const Variable& like) {
  return constant_like(like, {3}, {range.mean.begin(), range.mean.end()});
}

}  // namespace

Variable PixelRange::to_network(const Variable& x) const {
  const Variable scaled = (x + 1) * (high / 2);
  return (bgr ? flip(scaled, 3) : scaled) - mean_of(*this, x);
}

Variable PixelRange::from_network(const Variable& y) const {
  const Variable scaled = y + mean_of(*this, y);
  return (bgr ? flip(scaled, 3) : scaled) * (2 / high) - 1;
}

PixelRange parse_pixel_range(const std::string& description) {
  static const std::string number = R"(([0-9]{1,4}(?:\.[0-9]{1,6})?))";
  static const std::regex pattern("(RGB|BGR) 0\\.\\." + number + "(?: minus \\(" + number + ", ?" +
                                  number + ", ?" + number + "\\))?");
  std::smatch match;
  check(std::regex_match(description, match, pattern),
        "expected pixels such as \"RGB 0..255\" or \"BGR 0..255 minus (a,b,c)\", got \"",
        description.substr(0, 60), "\"");
  PixelRange range{.bgr = match[1] == "BGR", .high = std::stod(match[2])};
  check(range.high > 0, "expected pixels from 0 to more than 0, got \"", description, "\"");
  for (std::size_t i = 0; i < 3 && match[3].matched; ++i) range.mean[i] = std::stod(match[3 + i]);
  return range;
}

}  // namespace mien
