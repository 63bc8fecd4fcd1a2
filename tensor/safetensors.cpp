#include "tensor/safetensors.h"

#include <algorithm>
#include <bit>
#include <cstdio>
#include <cstring>
#include <functional>
#include <nlohmann/json.hpp>

#include "tensor/crc32.h"
#include "tensor/input_file.h"

namespace mien {
namespace {

using Json = nlohmann::json;

using Strings = std::map<std::string, std::string>;

constexpr const char* kMetadata = "__metadata__";
const std::string kChecksum = "crc32";
const std::string kPrefix = "crc32/";

bool is_checksum(const std::string& key) { return key == kChecksum || key.starts_with(kPrefix); }

const char* format_of(DType dtype) {
  switch (dtype) {
    case DType::float32:
      return "F32";
    case DType::float64:
      return "F64";
    case DType::bfloat16:
      return "BF16";
    case DType::uint8:
      return "U8";
    case DType::int32:
      return "I32";
    case DType::int64:
      return "I64";
  }
  throw std::logic_error("safetensors: not a dtype");
}

// Eight digits.
std::string hexadecimal(std::uint32_t value) {
  char digits[9];
  std::snprintf(digits, sizeof digits, "%08x", value);
  return digits;
}

std::span<const std::byte> bytes_of(const Tensor& tensor) {
  return {tensor.raw(), static_cast<std::size_t>(tensor.bytes())};
}

// See Note [Checksums in a safetensors file].
class Checksums {
 public:
  void add(const std::string& part) {
    crc_ = crc32(std::as_bytes(std::span(part.c_str(), part.size() + 1)), crc_);
  }
  std::string value() const { return hexadecimal(crc_); }

 private:
  std::uint32_t crc_ = 0;
};

std::string frame_checksum(const Strings& metadata, std::vector<SafetensorsEntry> entries) {
  Checksums checksums;
  for (const auto& [key, value] : metadata) {
    checksums.add(key);
    checksums.add(value);
  }
  std::sort(entries.begin(), entries.end(),
            [](const auto& a, const auto& b) { return a.name < b.name; });
  for (const SafetensorsEntry& entry : entries) {
    checksums.add(entry.name);
    checksums.add(entry.format);
    checksums.add(entry.shape.str());
  }
  return checksums.value();
}

void expect_checksum(const Strings& expected, const std::string& key, const std::string& found,
                     const std::string& file) {
  const auto at = expected.find(key);
  const std::string what =
      key == kChecksum ? "the header" : text("tensor ", quote_name(key.substr(kPrefix.size())));
  if (at == expected.end()) throw SafetensorsError(text(file, ": has no checksum of ", what));
  if (at->second != found) {
    throw SafetensorsError(text(file, ": ", what, " is damaged: expected CRC-32 ",
                                quote_name(at->second), ", got ", found));
  }
}

float half_to_float(std::uint16_t half) {
  const std::uint32_t sign = (half & 0x8000u) << 16;
  const std::uint32_t exponent = (half >> 10) & 31u;
  const std::uint32_t mantissa = half & 1023u;
  if (exponent == 31) return std::bit_cast<float>(sign | 0x7f800000u | (mantissa << 13));
  if (exponent == 0) {  // a multiple of the smallest half, 2^-24
    const float size = static_cast<float>(mantissa) * 0x1p-24f;
    return sign ? -size : size;
  }
  return std::bit_cast<float>(sign | ((exponent + 112) << 23) | (mantissa << 13));
}

void widen_in_place(Tensor& tensor) {
  std::byte* memory = tensor.mutable_raw();
  for (Index i = tensor.numel() - 1; i >= 0; --i) {  // backwards: the halves lie at the front
    std::uint16_t half;
    std::memcpy(&half, memory + 2 * i, 2);
    const float wide = half_to_float(half);
    std::memcpy(memory + 4 * i, &wide, 4);
  }
}

using Fetch = std::function<void(Index offset, std::span<std::byte> to)>;

// `stored_crc` comes back as the checksum of the bytes as they are in the file.
Tensor fetch_tensor(const SafetensorsEntry& entry, Index data_start, const Fetch& fetch,
                    std::uint32_t& stored_crc) {
  Tensor tensor(entry.shape, entry.dtype);
  stored_crc = 0;
  if (tensor.numel() == 0) return tensor;
  const std::span<std::byte> bytes(tensor.mutable_raw(),
                                   static_cast<std::size_t>(entry.end - entry.begin));
  fetch(data_start + entry.begin, bytes);
  stored_crc = crc32(bytes);
  if (entry.format == "F16") widen_in_place(tensor);
  return tensor;
}

// Moves our checksums out of the metadata; there are none in files of other makers.
Strings take_checksums(Strings& metadata) {
  Strings checksums;
  for (auto at = metadata.begin(); at != metadata.end();) {
    const auto next = std::next(at);
    if (is_checksum(at->first)) checksums.insert(metadata.extract(at));
    at = next;
  }
  return checksums;
}

SafetensorsFile fetch_file(SafetensorsHeader header, const Fetch& fetch, const std::string& name) {
  const Strings checksums = take_checksums(header.metadata);
  const bool verify = !checksums.empty();
  const auto frame = [&] { return frame_checksum(header.metadata, header.entries); };
  if (verify) expect_checksum(checksums, kChecksum, frame(), name);
  SafetensorsFile file{std::move(header.metadata), {}};
  for (const SafetensorsEntry& entry : header.entries) {
    std::uint32_t crc;
    Tensor tensor = fetch_tensor(entry, header.data_start, fetch, crc);
    if (verify) expect_checksum(checksums, kPrefix + entry.name, hexadecimal(crc), name);
    file.tensors.emplace(entry.name, std::move(tensor));
  }
  return file;
}

std::vector<SafetensorsEntry> layout_of(const std::map<std::string, Tensor>& tensors) {
  std::vector<SafetensorsEntry> entries;
  for (const auto& [name, tensor] : tensors) {
    check(tensor.defined(), "write_safetensors: tensor ", quote_name(name), " has no value");
    check(tensor.device() == kCpu, "write_safetensors: tensor ", quote_name(name),
          " must be in host memory, is on ", tensor.device());
    check(name != kMetadata, "write_safetensors: no tensor may be named ", kMetadata);
    entries.push_back({name, format_of(tensor.dtype()), tensor.dtype(), tensor.shape()});
  }
  std::stable_sort(entries.begin(), entries.end(), [](const auto& a, const auto& b) {
    return size_of(a.dtype) > size_of(b.dtype);
  });
  Index at = 0;
  for (SafetensorsEntry& entry : entries) {
    entry.begin = at;
    at += tensors.at(entry.name).bytes();
    entry.end = at;
  }
  return entries;
}

std::string header_text(const SafetensorsFile& file, const std::vector<SafetensorsEntry>& entries) {
  Strings metadata = file.metadata;
  metadata[kChecksum] = frame_checksum(file.metadata, entries);
  Json header = Json::object();
  for (const SafetensorsEntry& entry : entries) {
    metadata[kPrefix + entry.name] = hexadecimal(crc32(bytes_of(file.tensors.at(entry.name))));
    header[entry.name] = {{"dtype", entry.format},
                          {"shape", std::vector<Index>(entry.shape.begin(), entry.shape.end())},
                          {"data_offsets", {entry.begin, entry.end}}};
  }
  header[kMetadata] = metadata;
  std::string result = header.dump();
  result.resize((result.size() + 7) / 8 * 8, ' ');
  return result;
}

}  // namespace

SafetensorsFile read_safetensors(const std::filesystem::path& path) {
  const InputFile file(path);
  const auto fetch = [&](Index offset, std::span<std::byte> to) { file.read_at(offset, to); };
  return fetch_file(read_safetensors_header(path), fetch, path.string());
}

SafetensorsFile parse_safetensors(std::span<const std::byte> bytes, const std::string& name) {
  const auto fetch = [&](Index offset, std::span<std::byte> to) {
    std::memcpy(to.data(), bytes.data() + offset, to.size());
  };
  return fetch_file(parse_safetensors_header(bytes, static_cast<Index>(bytes.size()), name), fetch,
                    name);
}

void write_safetensors(const std::filesystem::path& path, const SafetensorsFile& file) {
  for (const auto& [key, value] : file.metadata) {
    check(!is_checksum(key), "write_safetensors: metadata ", quote_name(key), " is reserved");
  }
  const std::vector<SafetensorsEntry> entries = layout_of(file.tensors);
  std::string header;
  try {
    header = header_text(file, entries);
  } catch (const Json::type_error&) {
    throw std::invalid_argument("write_safetensors: a name or a metadata text is not UTF-8");
  }
  check(static_cast<Index>(header.size()) <= kMaxSafetensorsHeader,
        "write_safetensors: names and metadata need ", header.size(), " bytes, at most ",
        kMaxSafetensorsHeader, " fit");
  const auto length = static_cast<std::uint64_t>(header.size());

  AtomicFile output(path);
  output.write(std::as_bytes(std::span(&length, 1)));
  output.write(header);
  for (const SafetensorsEntry& entry : entries) {
    output.write(bytes_of(file.tensors.at(entry.name)));
  }
  output.commit();
}

}  // namespace mien
