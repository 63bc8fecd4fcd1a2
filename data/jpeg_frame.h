#pragma once

#include <array>
#include <cstdint>
#include <vector>

#include "tensor/check.h"

/// What jpeg_check learns from a JPEG's header segments and jpeg_entropy walks the data with.
/// Names follow ITU-T T.81.
namespace mien::jpeg {

/// A canonical Huffman code: `counts[i]` codes of i + 1 bits, their symbols in order.
struct HuffmanTable {
  static constexpr int kLookBits = 9;

  bool defined = false;
  std::array<std::uint8_t, 16> counts{};
  std::array<std::uint8_t, 256> symbols{};

  /// By the next kLookBits bits: length << 8 | symbol of the code they start with, 0 if longer.
  std::array<std::uint16_t, 1 << kLookBits> look{};
  /// By length: one past the largest code, left-aligned in 16 bits; and where its symbols start,
  /// less its first code.
  std::array<std::uint32_t, 17> limit{};
  std::array<int, 17> offset{};

  /// Fills `look`, `limit` and `offset`; false if the counts ask for more codes than there are.
  bool build();
};

struct Component {
  int id = 0;
  int h = 1, v = 1;  ///< sampling factors
  int quantiser = 0;
  Index blocks_wide = 0, blocks_high = 0;  ///< as coded in a scan of this component alone
  Index stored_wide = 0, stored_high = 0;  ///< padded to whole MCUs
  bool has_dc = false;                     ///< a scan has brought its first coefficients
  /// Progressive only: per block, bit k is set when coefficient k (zigzag) is not zero.
  std::vector<std::uint64_t> nonzero;
};

struct Frame {
  bool progressive = false;
  Index width = 0, height = 0;
  Index mcus_wide = 0, mcus_high = 0;
  std::vector<Component> components;

  /// Fills the counts of MCUs and blocks from the size and the sampling factors; false if a factor
  /// does not divide the largest.
  bool lay_out_blocks();
};

struct ScanComponent {
  Component* component = nullptr;
  const HuffmanTable* dc = nullptr;
  const HuffmanTable* ac = nullptr;
};

struct Scan {
  std::vector<ScanComponent> components;
  int spectral_start = 0, spectral_end = 63;
  int approximation_high = 0, approximation_low = 0;
  int restart_interval = 0;  ///< in MCUs; 0 is none
};

}  // namespace mien::jpeg
