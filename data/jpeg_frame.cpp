#include "data/jpeg_frame.h"

#include <algorithm>

namespace mien::jpeg {
namespace {

Index ceil_div(Index a, Index b) { return (a + b - 1) / b; }

}  // namespace

bool HuffmanTable::build() {
  look.fill(0);
  limit.fill(0);
  std::uint32_t code = 0;
  int first = 0;
  for (int length = 1; length <= 16; ++length) {
    const int count = counts[length - 1];
    offset[length] = first - static_cast<int>(code);
    if (code + count > (1u << length)) return false;
    for (int i = 0; i < count && length <= kLookBits; ++i) {
      const int spread = kLookBits - length;
      for (int tail = 0; tail < 1 << spread; ++tail) {
        look[((code + i) << spread) + tail] =
            static_cast<std::uint16_t>(length << 8 | symbols[first + i]);
      }
    }
    code += count;
    first += count;
    limit[length] = code << (16 - length);
    code <<= 1;
  }
  return true;
}

bool Frame::lay_out_blocks() {
  int h_max = 1, v_max = 1;
  for (const Component& c : components) {
    h_max = std::max(h_max, c.h);
    v_max = std::max(v_max, c.v);
  }
  mcus_wide = ceil_div(width, 8 * h_max);
  mcus_high = ceil_div(height, 8 * v_max);
  for (Component& c : components) {
    if (h_max % c.h != 0 || v_max % c.v != 0) return false;
    c.blocks_wide = ceil_div(ceil_div(width * c.h, h_max), 8);
    c.blocks_high = ceil_div(ceil_div(height * c.v, v_max), 8);
    c.stored_wide = mcus_wide * c.h;
    c.stored_high = mcus_high * c.v;
  }
  return true;
}

}  // namespace mien::jpeg
