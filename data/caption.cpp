#include "data/caption.h"

#include <algorithm>
#include <string>
#include <vector>

#include <stb/stb_easy_font.h>

namespace mien {
namespace {

constexpr Index kLineHeight = 12;
constexpr std::size_t kFloatsPerQuad = 16;  // four corners of x, y, z and a colour

std::string printable(std::string_view text) {
  std::string result(text);
  for (char& c : result) {
    if (c < ' ' || c > '~') c = '?';
  }
  return result;
}

// The font draws text as axis-aligned quads with corners on whole pixels.
std::vector<float> quads_of(std::string& text) {
  std::vector<float> quads((text.size() + 1) * 16 * kFloatsPerQuad);
  const int count = ::stb_easy_font_print(0, 0, text.data(), nullptr, quads.data(),
                                          static_cast<int>(quads.size() * sizeof(float)));
  quads.resize(static_cast<std::size_t>(count) * kFloatsPerQuad);
  return quads;
}

void fill_black(Tensor& image, Index x0, Index y0, Index x1, Index y1) {
  const Index width = image.dim(1);
  std::uint8_t* pixels = image.mutable_data<std::uint8_t>();
  for (Index y = y0; y < std::min(y1, image.dim(0)); ++y) {
    std::fill(pixels + (y * width + x0) * 3, pixels + (y * width + std::min(x1, width)) * 3, 0);
  }
}

}  // namespace

Tensor render_text(std::string_view text, int scale) {
  check(scale >= 1 && scale <= 16, "render_text: scale must be 1 to 16, got ", scale);
  check(text.size() <= 1000, "render_text: a line of at most 1000 characters, got ", text.size());
  std::string line = printable(text);
  const Index width = std::max(1, ::stb_easy_font_width(line.data()));
  Tensor image = full({kLineHeight * scale, width * scale, 3}, 255, DType::uint8);
  const std::vector<float> quads = quads_of(line);
  for (std::size_t q = 0; q < quads.size(); q += kFloatsPerQuad) {
    const auto corner = [&](std::size_t i) { return static_cast<Index>(quads[q + i]) * scale; };
    fill_black(image, corner(0), corner(1), corner(8), corner(9));
  }
  return image;
}

}  // namespace mien
