#include "data/jpeg_check.h"

#include <algorithm>
#include <array>
#include <numeric>

#include "data/byte_reader.h"
#include "data/jpeg_entropy.h"
#include "data/jpeg_frame.h"

namespace mien {
namespace {

constexpr int kMaxScans = 100;  // libjpeg writes about ten; each walks the whole image

class JpegChecker {
 public:
  JpegChecker(std::span<const std::byte> bytes, std::string_view name, const ImageLimits& limits)
      : reader_(bytes, name), limits_(limits) {}

  ImageSize run() {
    expect(reader_.u16("the start marker") == 0xFFD8, "expected a JPEG start marker");
    for (int code = marker(); code != 0xD9; code = marker()) segment(code);
    expect(!frame_.components.empty(), "expected a frame header before the end marker");
    for (const jpeg::Component& component : frame_.components) {
      expect(component.has_dc, "expected image data for component ", component.id,
             " before the end marker (truncated or damaged)");
    }
    return {frame_.height, frame_.width, static_cast<int>(frame_.components.size())};
  }

 private:
  template <class... Parts>
  void expect(bool condition, const Parts&... parts) const {
    image_check(condition, reader_.name(), parts...);
  }

  int marker() {
    const auto position = reader_.position();
    expect(reader_.remaining() >= 2, "expected a JPEG end marker, the file ends at byte ", position,
           " (truncated)");
    expect(reader_.u8("a marker") == 0xFF, "expected a JPEG marker at byte ", position,
           ", got other data (damaged)");
    int code = 0xFF;
    while (code == 0xFF) code = reader_.u8("a marker");
    return code;
  }

  void segment(int code) {
    const auto start = reader_.position();
    const int length = reader_.u16("a segment's length");
    expect(length >= 2, "expected a segment length of at least 2 at byte ", start, ", got ",
           length);
    ByteReader body(reader_.take(static_cast<std::size_t>(length - 2), "a segment"),
                    reader_.name());
    switch (code) {
      case 0xC0:
      case 0xC1:
      case 0xC2:
        frame(code, body);
        break;
      case 0xC4:
        while (body.remaining() > 0) huffman_table(body);
        break;
      case 0xDA:
        scan(body);
        break;
      case 0xDB:
        while (body.remaining() > 0) quantiser(body);
        break;
      case 0xDD:
        restart_interval_ = body.u16("a restart interval");
        break;
      default: {
        const bool is_frame = code >= 0xC3 && code <= 0xCF;
        const bool is_comment = (code >= 0xE0 && code <= 0xEF) || code == 0xFE;
        expect(!is_frame,
               "expected a baseline or progressive JPEG, got another coding (arithmetic, lossless "
               "or hierarchical)");
        expect(is_comment, "a JPEG marker ", code, " at byte ", start - 2,
               " is not known, or not at this place (damaged)");
        return;
      }
    }
    expect(body.remaining() == 0, "the JPEG segment at byte ", start, " is ", body.remaining(),
           " bytes longer than its content");
  }

  void huffman_table(ByteReader& body) {
    const int selector = body.u8("a Huffman table"), kind = selector >> 4, slot = selector & 15;
    expect(kind <= 1 && slot <= 3, "expected Huffman table 0 to 3 of kind 0 or 1, got ", slot,
           " of ", kind);
    jpeg::HuffmanTable& table = huffman_[kind][slot];
    table = {};
    for (std::uint8_t& count : table.counts) count = body.u8("a Huffman table's counts");
    const int total = std::accumulate(table.counts.begin(), table.counts.end(), 0);
    expect(total <= 256, "expected at most 256 Huffman codes, the table counts ", total);
    for (int i = 0; i < total; ++i) table.symbols[i] = body.u8("a Huffman table's symbols");
    const int largest = *std::max_element(table.symbols.begin(), table.symbols.end());
    expect(kind == 1 || largest <= 15, "expected DC symbols up to 15, got ", largest);
    expect(table.build(), "a Huffman table has more codes than fit their lengths");
    table.defined = true;
  }

  void quantiser(ByteReader& body) {
    const int selector = body.u8("a quantiser"), wide = selector >> 4, slot = selector & 15;
    expect(wide <= 1 && slot <= 3, "expected quantiser 0 to 3 of 8 or 16 bits, got ", slot, " of ",
           wide);
    body.take(wide ? 128 : 64, "a quantiser");
    quantiser_defined_[slot] = true;
  }

  void frame(int code, ByteReader& body) {
    expect(frame_.components.empty(), "expected one frame header, got a second");
    frame_.progressive = code == 0xC2;
    const int precision = body.u8("the frame header");
    frame_.height = body.u16("the frame header");
    frame_.width = body.u16("the frame header");
    const int count = body.u8("the frame header");
    expect(precision == 8, "expected 8 bits per sample, got ", precision);
    check_size({frame_.height, frame_.width, count}, reader_.name(), limits_);
    expect(count == 1 || count == 3 || count == 4, "expected 1, 3 or 4 components, got ", count);
    for (int i = 0; i < count; ++i) frame_.components.push_back(component(body));
    expect(frame_.lay_out_blocks(), "expected sampling factors that divide the largest");
  }

  jpeg::Component component(ByteReader& body) const {
    jpeg::Component result;
    result.id = body.u8("a component");
    const int factors = body.u8("a component's sampling factors");
    result.h = factors >> 4;
    result.v = factors & 15;
    result.quantiser = body.u8("a component's quantiser");
    expect(find(result.id) == frame_.components.end(), "expected component ", result.id, " once");
    expect(result.h >= 1 && result.h <= 4 && result.v >= 1 && result.v <= 4,
           "expected sampling factors of 1 to 4, got ", result.h, "x", result.v);
    expect(result.quantiser <= 3, "expected quantiser 0 to 3, got ", result.quantiser);
    return result;
  }

  std::vector<jpeg::Component>::const_iterator find(int id) const {
    return std::find_if(frame_.components.begin(), frame_.components.end(),
                        [&](const jpeg::Component& c) { return c.id == id; });
  }

  void scan(ByteReader& body) {
    expect(!frame_.components.empty(), "expected a frame header before the image data");
    expect(++scans_ <= kMaxScans, "expected at most ", kMaxScans, " scans");
    jpeg::Scan scan;
    const int count = body.u8("a scan header");
    expect(count >= 1 && count <= static_cast<int>(frame_.components.size()),
           "expected a scan of 1 to ", frame_.components.size(), " components, got ", count);
    for (int i = 0; i < count; ++i) scan.components.push_back(scan_component(body, scan));
    scan.spectral_start = body.u8("a scan header");
    scan.spectral_end = body.u8("a scan header");
    const int approximation = body.u8("a scan header");
    scan.approximation_high = approximation >> 4;
    scan.approximation_low = approximation & 15;
    scan.restart_interval = restart_interval_;
    check_interleaving(scan);
    frame_.progressive ? check_progression(scan) : check_sequence(scan);
    check_tables(scan);
    jpeg::check_scan(scan, frame_, reader_);
  }

  jpeg::ScanComponent scan_component(ByteReader& body, const jpeg::Scan& scan) {
    const int id = body.u8("a scan's component"), tables = body.u8("a scan's tables");
    const auto found = find(id);
    expect(found != frame_.components.end(), "a scan names component ", id, ", the frame does not");
    jpeg::Component* component = &frame_.components[found - frame_.components.begin()];
    for (const jpeg::ScanComponent& other : scan.components) {
      expect(other.component != component, "a scan names component ", id, " twice");
    }
    expect((tables >> 4) <= 3 && (tables & 15) <= 3,
           "expected Huffman tables 0 to 3 in a scan, got ", tables >> 4, " and ", tables & 15);
    return {component, &huffman_[0][tables >> 4], &huffman_[1][tables & 15]};
  }

  void check_interleaving(const jpeg::Scan& scan) const {
    int blocks = 0;
    for (const jpeg::ScanComponent& part : scan.components) {
      blocks += part.component->h * part.component->v;
    }
    expect(scan.components.size() == 1 || blocks <= 10,
           "expected at most 10 blocks in a coded unit, the sampling factors give ", blocks);
  }

  void check_sequence(const jpeg::Scan& scan) {
    expect(scan.spectral_start == 0 && scan.approximation_high == 0 && scan.approximation_low == 0,
           "expected whole coefficients in a sequential scan");
    for (const jpeg::ScanComponent& part : scan.components) {
      expect(!part.component->has_dc, "component ", part.component->id, " comes twice");
      part.component->has_dc = true;
    }
  }

  void check_progression(const jpeg::Scan& scan) {
    const bool is_dc = scan.spectral_start == 0;
    expect(scan.spectral_end <= 63 && scan.spectral_start <= scan.spectral_end &&
               (!is_dc || scan.spectral_end == 0) && (is_dc || scan.components.size() == 1),
           "a progressive scan of coefficients ", scan.spectral_start, " to ", scan.spectral_end,
           " in ", scan.components.size(), " components is not allowed");
    expect(scan.approximation_low <= 13 && (scan.approximation_high == 0 ||
                                            scan.approximation_high == scan.approximation_low + 1),
           "a progressive scan of bits ", scan.approximation_high, " to ", scan.approximation_low,
           " is not allowed");
    for (const jpeg::ScanComponent& part : scan.components) {
      jpeg::Component& component = *part.component;
      const bool begins = is_dc && scan.approximation_high == 0;
      expect(component.has_dc != begins, "the scans of component ", component.id,
             " are out of order");
      component.has_dc = true;
      if (component.nonzero.empty()) {
        component.nonzero.resize(component.stored_wide * component.stored_high);
      }
    }
  }

  void check_tables(const jpeg::Scan& scan) const {
    const bool reads_dc = scan.spectral_start == 0 && scan.approximation_high == 0;
    const bool reads_ac = scan.spectral_end > 0 || !frame_.progressive;
    for (const jpeg::ScanComponent& part : scan.components) {
      expect((!reads_dc || part.dc->defined) && (!reads_ac || part.ac->defined),
             "a scan uses a Huffman table that was not defined");
      expect(quantiser_defined_[part.component->quantiser],
             "a scan uses a quantiser that was not defined");
    }
  }

  ByteReader reader_;
  const ImageLimits& limits_;
  jpeg::Frame frame_;
  std::array<std::array<jpeg::HuffmanTable, 4>, 2> huffman_;
  std::array<bool, 4> quantiser_defined_{};
  int restart_interval_ = 0;
  int scans_ = 0;
};

}  // namespace

ImageSize check_jpeg(std::span<const std::byte> bytes, std::string_view name,
                     const ImageLimits& limits) {
  return JpegChecker(bytes, name, limits).run();
}

}  // namespace mien
