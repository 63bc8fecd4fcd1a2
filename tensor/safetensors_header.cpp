#include "tensor/safetensors_header.h"

#include <algorithm>
#include <cstring>
#include <limits>
#include <nlohmann/json.hpp>
#include <optional>
#include <tuple>
#include <utility>

#include "tensor/input_file.h"

namespace mien {
namespace {

using Json = nlohmann::json;

struct Format {
  const char* name;
  DType dtype;
  Index size;
};
constexpr Format kFormats[] = {
    {"F32", DType::float32, 4}, {"F64", DType::float64, 8}, {"BF16", DType::bfloat16, 2},
    {"F16", DType::float32, 2}, {"U8", DType::uint8, 1},    {"I32", DType::int32, 4},
    {"I64", DType::int64, 8},
};

const Format* find_format(std::string_view name) {
  const auto* found = std::find_if(std::begin(kFormats), std::end(kFormats),
                                   [&](const Format& format) { return name == format.name; });
  return found == std::end(kFormats) ? nullptr : found;
}

// What the header says of one tensor, field by field.
struct Draft {
  std::optional<std::string> format;
  std::optional<std::vector<Index>> shape, offsets;
};

// Takes the header apart while it is parsed: no tree is built, and the first thing out of place
// ends it, so that a hostile header costs no more memory than its own text.
class HeaderReader {
 public:
  explicit HeaderReader(const std::string& file) : file_(file) {}

  std::map<std::string, std::string> metadata;
  std::map<std::string, Draft> drafts;

  bool start_object(std::size_t) {
    if (place_ == Place::outside) return enter(Place::names);
    if (place_ == Place::names && key_ == "__metadata__") return enter(Place::metadata);
    if (place_ == Place::names) return enter(Place::tensor);
    unexpected("an object");
  }
  bool end_object() {
    if (place_ == Place::tensor) complete();
    return enter(Place::names);
  }
  bool start_array(std::size_t) {
    if (place_ != Place::tensor || field_ == "dtype") unexpected("a list");
    numbers_.clear();
    return enter(Place::numbers);
  }
  bool end_array() {
    (field_ == "shape" ? draft_->shape : draft_->offsets) = numbers_;
    return enter(Place::tensor);
  }
  bool key(std::string& key) {
    if (place_ == Place::names) {
      begin_tensor(key);
    } else if (place_ == Place::metadata) {
      if (metadata.contains(key)) fail("metadata key ", quote_name(key), " comes twice");
      field_ = key;
    } else {
      begin_field(key);
    }
    return true;
  }
  bool string(std::string& value) {
    if (place_ == Place::metadata) {
      metadata.emplace(field_, std::move(value));
    } else if (place_ == Place::tensor && field_ == "dtype") {
      draft_->format = std::move(value);
    } else {
      unexpected("a string");
    }
    return true;
  }
  bool number_unsigned(std::uint64_t value) {
    if (place_ != Place::numbers) unexpected("a number");
    if (value > static_cast<std::uint64_t>(std::numeric_limits<Index>::max())) {
      fail(where(), ": ", field_, " holds ", value, ", which overflows 63 bits");
    }
    const std::size_t most = field_ == "shape" ? Shape::kMaxRank : 2;
    if (numbers_.size() == most) {
      fail(where(), ": ", field_, " must have at most ", most, " numbers, got more");
    }
    numbers_.push_back(static_cast<Index>(value));
    return true;
  }
  bool number_integer(std::int64_t value) { unexpected(text("the negative number ", value)); }
  bool number_float(double, const std::string& written) {
    unexpected("the number " + written.substr(0, 40));
  }
  bool null() { unexpected("null"); }
  bool boolean(bool) { unexpected("a truth value"); }
  bool binary(Json::binary_t&) { unexpected("binary data"); }
  bool parse_error(std::size_t position, const std::string&, const Json::exception& error) {
    const bool is_encoding = std::string_view(error.what()).find("UTF-8") != std::string::npos;
    fail("the header is not ", is_encoding ? "UTF-8" : "JSON", ", at its byte ", position);
  }

 private:
  enum class Place { outside, names, metadata, tensor, numbers };

  template <class... Parts>
  [[noreturn]] void fail(const Parts&... parts) const {
    throw SafetensorsError(text(file_, ": ", parts...));
  }
  [[noreturn]] void unexpected(const std::string& what) const {
    switch (place_) {
      case Place::outside:
        fail("the header must be a JSON object, got ", what);
      case Place::names:
        fail(where(), " must be described by an object, got ", what);
      case Place::metadata:
        fail("metadata ", quote_name(field_), " must be a string, got ", what);
      default:
        fail(where(), ": ", field_, " must be ",
             field_ == "dtype" ? "a string" : "a list of whole numbers", ", got ", what);
    }
  }
  std::string where() const { return text("tensor ", quote_name(key_)); }

  bool enter(Place place) {
    place_ = place;
    return true;
  }
  void begin_tensor(const std::string& name) {
    key_ = name;
    if (name == "__metadata__") {
      if (std::exchange(has_metadata_, true)) fail("__metadata__ comes twice");
      return;
    }
    const auto [at, is_new] = drafts.try_emplace(name);
    if (!is_new) fail("tensor ", quote_name(name), " comes twice");
    draft_ = &at->second;
  }
  void begin_field(const std::string& field) {
    if (field != "dtype" && field != "shape" && field != "data_offsets") {
      fail(where(), " has the unknown field ", quote_name(field));
    }
    const bool twice = (field == "dtype" && draft_->format) ||
                       (field == "shape" && draft_->shape) ||
                       (field == "data_offsets" && draft_->offsets);
    if (twice) fail(where(), ": ", field, " comes twice");
    field_ = field;
  }
  void complete() const {
    if (!draft_->format) fail(where(), " has no dtype");
    if (!draft_->shape) fail(where(), " has no shape");
    if (!draft_->offsets) fail(where(), " has no data_offsets");
    if (draft_->offsets->size() != 2) fail(where(), ": data_offsets must be two numbers");
  }

  std::string file_, key_, field_;
  Place place_ = Place::outside;
  Draft* draft_ = nullptr;
  std::vector<Index> numbers_;
  bool has_metadata_ = false;
};

// The bytes that dtype and shape ask for.
Index length_of(const Format& format, const std::vector<Index>& shape, const std::string& where) {
  Index bytes = format.size;
  for (Index size : shape) {
    if (__builtin_mul_overflow(bytes, size, &bytes)) {
      throw SafetensorsError(where + ": the size of its shape overflows 63 bits");
    }
  }
  return bytes;
}

SafetensorsEntry entry_of(const std::string& name, const Draft& draft, const std::string& file) {
  const std::string where = text(file, ": tensor ", quote_name(name));
  const Format* format = find_format(*draft.format);
  if (!format) {
    throw SafetensorsError(text(where, ": expected dtype F32, F64, BF16, F16, U8, I32 or I64, got ",
                                quote_name(*draft.format)));
  }
  const Index begin = (*draft.offsets)[0], end = (*draft.offsets)[1];
  if (begin > end) {
    throw SafetensorsError(text(where, ": data_offsets end before they begin: ", begin, ", ", end));
  }
  const Index length = length_of(*format, *draft.shape, where);
  const Shape shape(*draft.shape);
  if (length != end - begin) {
    throw SafetensorsError(text(where, ": expected ", length, " bytes for ", format->name, " ",
                                shape, ", got ", end - begin));
  }
  return {name, format->name, format->dtype, shape, begin, end};
}

void check_that_data_is_filled(const std::vector<SafetensorsEntry>& entries, Index data_bytes,
                               const std::string& file) {
  Index filled = 0;
  for (const SafetensorsEntry& entry : entries) {
    if (entry.begin != filled) {
      throw SafetensorsError(text(file, ": tensor ", quote_name(entry.name),
                                  entry.begin > filled ? " leaves a hole" : " overlaps another",
                                  ": expected its data at ", filled, ", got ", entry.begin));
    }
    filled = entry.end;
  }
  if (filled != data_bytes) {
    throw SafetensorsError(text(file, ": expected ", filled, " bytes of data, got ", data_bytes,
                                filled > data_bytes ? " (cut short?)" : ""));
  }
}

}  // namespace

std::string quote_name(std::string_view name) {
  constexpr std::size_t kMost = 120;
  std::string result(name.substr(0, kMost));
  std::replace_if(
      result.begin(), result.end(), [](unsigned char c) { return c < 32 || c == 127; }, '?');
  return '"' + result + (name.size() > kMost ? "...\"" : "\"");
}

Index safetensors_header_length(std::span<const std::byte> front, Index file_bytes,
                                const std::string& name) {
  if (front.size() < 8) {
    throw SafetensorsError(text(name, ": expected a safetensors file of at least 8 bytes, got ",
                                file_bytes, file_bytes == 0 ? " (empty)" : ""));
  }
  std::uint64_t length;
  std::memcpy(&length, front.data(), sizeof length);
  if (length > static_cast<std::uint64_t>(kMaxSafetensorsHeader)) {
    throw SafetensorsError(text(name, ": expected a header of at most ", kMaxSafetensorsHeader,
                                " bytes, got ", length, " (not a safetensors file?)"));
  }
  if (static_cast<Index>(length) > file_bytes - 8) {
    throw SafetensorsError(text(name, ": expected a header of ", length, " bytes, got a file of ",
                                file_bytes, " (cut short?)"));
  }
  return static_cast<Index>(length);
}

SafetensorsHeader parse_safetensors_header(std::span<const std::byte> front, Index file_bytes,
                                           const std::string& name) {
  const Index length = safetensors_header_length(front, file_bytes, name);
  check(static_cast<Index>(front.size()) >= 8 + length, "parse_safetensors_header: needs ",
        8 + length, " bytes, got ", front.size());
  const char* begin = reinterpret_cast<const char*>(front.data()) + 8;
  if (length == 0 || *begin != '{') {
    throw SafetensorsError(name + ": expected a header that begins with {");
  }
  // The parser would take a zero byte for the end of its input and not look at what follows.
  if (std::memchr(begin, 0, static_cast<std::size_t>(length))) {
    throw SafetensorsError(name + ": the header is not JSON, it holds a zero byte");
  }
  HeaderReader reader(name);
  Json::sax_parse(begin, begin + length, &reader);

  SafetensorsHeader header{std::move(reader.metadata), {}, 8 + length};
  for (const auto& [key, draft] : reader.drafts) {
    header.entries.push_back(entry_of(key, draft, name));
  }
  std::sort(header.entries.begin(), header.entries.end(), [](const auto& a, const auto& b) {
    return std::tie(a.begin, a.end, a.name) < std::tie(b.begin, b.end, b.name);
  });
  check_that_data_is_filled(header.entries, file_bytes - header.data_start, name);
  return header;
}

const SafetensorsEntry* SafetensorsHeader::find(const std::string& name) const {
  const auto found = std::ranges::find(entries, name, &SafetensorsEntry::name);
  return found == entries.end() ? nullptr : &*found;
}

SafetensorsHeader read_safetensors_header(const std::filesystem::path& path) {
  const InputFile file(path);
  std::vector<std::byte> front(static_cast<std::size_t>(std::min<Index>(8, file.bytes())));
  file.read_at(0, front);
  const Index length = safetensors_header_length(front, file.bytes(), path.string());
  front.resize(static_cast<std::size_t>(8 + length));
  file.read_at(0, front);
  return parse_safetensors_header(front, file.bytes(), path.string());
}

}  // namespace mien
