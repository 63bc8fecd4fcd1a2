#include "data/jpeg_entropy.h"

#include <bit>

namespace mien::jpeg {
namespace {

/// The bits of one stretch of data between markers, with the stuffed zero bytes taken out.
class BitReader {
 public:
  explicit BitReader(ByteReader& bytes) : bytes_(bytes) {}

  void skip(int count) {
    need(count);
    drop(count);
  }

  int bits(int count) {
    if (count == 0) return 0;
    need(count);
    const auto value = static_cast<int>(buffer_ >> (64 - count));
    drop(count);
    return value;
  }

  int decode(const HuffmanTable& table) {
    if (count_ < 16) fill();
    const int look = table.look[buffer_ >> (64 - HuffmanTable::kLookBits)];
    if (look != 0) {
      skip(look >> 8);
      return look & 0xFF;
    }
    const auto code = static_cast<std::uint32_t>(buffer_ >> 48);
    for (int length = HuffmanTable::kLookBits + 1; length <= 16; ++length) {
      if (code < table.limit[length]) {
        skip(length);
        return table.symbols[(code >> (16 - length)) + table.offset[length]];
      }
    }
    need(16);
    throw ImageError(text(bytes_.name(), ": a Huffman code before byte ", bytes_.position(),
                          " does not exist (damaged)"));
  }

  /// Leaves the reader at the next marker. Some cameras pad with zero bytes; other data are damage.
  void finish() {
    drop(count_ % 8);
    for (fill(); count_ > 0; fill()) {
      image_check(bits(8) == 0, bytes_.name(), "the image data before byte ", bytes_.position(),
                  " go on after the last block (damaged)");
    }
  }

 private:
  void drop(int count) {
    buffer_ = count == 64 ? 0 : buffer_ << count;
    count_ -= count;
  }

  void need(int count) {
    if (count_ < count) fill();
    image_check(count_ >= count, bytes_.name(), "the image data end at byte ", bytes_.position(),
                ", before the last block (truncated or damaged)");
  }

  void fill() {
    while (count_ <= 56) {
      const int byte = bytes_.peek();
      if (byte < 0 || (byte == 0xFF && bytes_.peek(1) != 0)) return;
      bytes_.take(byte == 0xFF ? 2 : 1, "image data");
      buffer_ |= static_cast<std::uint64_t>(byte) << (56 - count_);
      count_ += 8;
    }
  }

  ByteReader& bytes_;
  std::uint64_t buffer_ = 0;  // the next bit is the highest; unused bits are zero
  int count_ = 0;
};

class ScanWalk {
 public:
  ScanWalk(const Scan& scan, const Frame& frame, ByteReader& reader)
      : scan_(scan), frame_(frame), reader_(reader), bits_(reader) {}

  void run() {
    if (scan_.components.size() == 1) {
      const Component& component = *scan_.components[0].component;
      for (Index y = 0; y < component.blocks_high; ++y) {
        for (Index x = 0; x < component.blocks_wide; ++x) {
          start_unit();
          block(scan_.components[0], y, x);
        }
      }
    } else {
      for (Index y = 0; y < frame_.mcus_high; ++y) {
        for (Index x = 0; x < frame_.mcus_wide; ++x) {
          start_unit();
          interleaved_unit(y, x);
        }
      }
    }
    bits_.finish();
  }

 private:
  void interleaved_unit(Index y, Index x) {
    for (const ScanComponent& part : scan_.components) {
      const Component& component = *part.component;
      for (int i = 0; i < component.v; ++i) {
        for (int j = 0; j < component.h; ++j) {
          block(part, y * component.v + i, x * component.h + j);
        }
      }
    }
  }

  // A restart marker stands between every `restart_interval` coded units.
  void start_unit() {
    if (scan_.restart_interval > 0 && units_ > 0 && units_ % scan_.restart_interval == 0) {
      bits_.finish();
      end_of_band_run_ = 0;
      while (reader_.peek() == 0xFF && reader_.peek(1) == 0xFF) reader_.u8("fill byte");
      const int expected = 0xD0 + static_cast<int>(units_ / scan_.restart_interval - 1) % 8;
      const auto position = reader_.position();
      const int got = reader_.u16("a restart marker");
      image_check(got == (0xFF00 | expected), reader_.name(), "expected restart marker ",
                  expected - 0xD0, " at byte ", position, ", got other data (damaged)");
    }
    ++units_;
  }

  void block(const ScanComponent& part, Index y, Index x) {
    if (!frame_.progressive) return sequential(part);
    Component& component = *part.component;
    if (scan_.spectral_start == 0) return dc_scan(part);
    std::uint64_t& nonzero = component.nonzero[y * component.stored_wide + x];
    scan_.approximation_high == 0 ? ac_first(*part.ac, nonzero) : ac_refine(*part.ac, nonzero);
  }

  void sequential(const ScanComponent& part) {
    bits_.skip(bits_.decode(*part.dc));
    for (int k = 1; k < 64; ++k) {
      const int symbol = bits_.decode(*part.ac), run = symbol >> 4, size = symbol & 15;
      if (size == 0 && run < 15) return;
      k += run;
      expect_inside(k, 63);
      bits_.skip(size);
    }
  }

  void dc_scan(const ScanComponent& part) {
    bits_.skip(scan_.approximation_high == 0 ? bits_.decode(*part.dc) : 1);
  }

  void ac_first(const HuffmanTable& ac, std::uint64_t& nonzero) {
    if (end_of_band_run_ > 0) {
      --end_of_band_run_;
      return;
    }
    for (int k = scan_.spectral_start; k <= scan_.spectral_end; ++k) {
      const int symbol = bits_.decode(ac), run = symbol >> 4, size = symbol & 15;
      if (size == 0 && run < 15) {
        end_of_band_run_ = (1 << run) - 1 + bits_.bits(run);
        return;
      }
      k += run;
      expect_inside(k, scan_.spectral_end);
      if (size == 0) continue;
      bits_.skip(size);
      nonzero |= std::uint64_t{1} << k;
    }
  }

  void ac_refine(const HuffmanTable& ac, std::uint64_t& nonzero) {
    int k = scan_.spectral_start;
    if (end_of_band_run_ == 0) {
      while (k <= scan_.spectral_end) {
        const int symbol = bits_.decode(ac), run = symbol >> 4, size = symbol & 15;
        if (size == 0 && run < 15) {
          end_of_band_run_ = (1 << run) + bits_.bits(run);
          break;
        }
        image_check(size <= 1, reader_.name(), "a refined coefficient before byte ",
                    reader_.position(), " has ", size, " bits, expected one (damaged)");
        bits_.skip(size);
        k = refine_run(k, run, nonzero);
        if (size == 1) {
          expect_inside(k, scan_.spectral_end);
          nonzero |= std::uint64_t{1} << k;
        }
        ++k;
      }
    }
    if (end_of_band_run_ == 0) return;
    for (; k <= scan_.spectral_end; ++k) bits_.skip(nonzero >> k & 1);
    --end_of_band_run_;
  }

  // Passes `run` zero coefficients from k on; each non-zero one on the way has a correction bit.
  // Returns the place of the zero coefficient behind them.
  int refine_run(int k, int run, std::uint64_t nonzero) {
    for (; k <= scan_.spectral_end; ++k) {
      if (nonzero >> k & 1) {
        bits_.skip(1);
      } else if (run-- == 0) {
        break;
      }
    }
    return k;
  }

  void expect_inside(int k, int last) const {
    image_check(k <= last, reader_.name(), "a block before byte ", reader_.position(),
                " has a coefficient ", k, ", expected at most ", last, " (damaged)");
  }

  const Scan& scan_;
  const Frame& frame_;
  ByteReader& reader_;
  BitReader bits_;
  Index units_ = 0;
  int end_of_band_run_ = 0;
};

}  // namespace

void check_scan(const Scan& scan, const Frame& frame, ByteReader& reader) {
  ScanWalk(scan, frame, reader).run();
}

}  // namespace mien::jpeg
