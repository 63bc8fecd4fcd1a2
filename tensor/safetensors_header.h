#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <span>
#include <string>
#include <vector>

#include "tensor/atomic_file.h"
#include "tensor/dtype.h"
#include "tensor/shape.h"

namespace mien {

/// A safetensors file breaks a promise of its format. The message names the file, what was
/// expected, and what came.
class SafetensorsError : public FileError {
 public:
  using FileError::FileError;
};

/// Where one tensor lies in a safetensors file.
struct SafetensorsEntry {
  std::string name;
  std::string format;  ///< as stored: "F32", "F64", "BF16", "F16", "U8", "I32" or "I64"
  DType dtype;         ///< as read; F16 becomes float32
  Shape shape;
  Index begin = 0, end = 0;  ///< bytes, counted from the start of the data
};

/// The front of a safetensors file: everything but the elements.
struct SafetensorsHeader {
  std::map<std::string, std::string> metadata;
  std::vector<SafetensorsEntry> entries;  ///< in the order of their data
  Index data_start = 0;                   ///< bytes before the data: 8 and the header's length

  /// The tensor of that name, or nullptr.
  const SafetensorsEntry* find(const std::string& name) const;
};

/// Reads and validates the header at the start of a file of `file_bytes` bytes.
///
/// `front` holds at least the eight length bytes and the header, `name` is used in messages. What
/// is checked: the file has its 8 length bytes; the header has at most 100,000,000 bytes and ends
/// inside the file; it is UTF-8 and JSON, an object of tensors (and `__metadata__`, an object of
/// strings), each tensor having a dtype we know, a shape of at most 8 axes and two data offsets; no
/// name and no key comes twice; no offset, product or sum overflows; begin <= end; the length is
/// what dtype and shape ask for; the tensors fill the data from 0 to the end of the file without a
/// hole and without overlap. Nothing of the size a header claims is allocated.
///
/// Throws SafetensorsError.
SafetensorsHeader parse_safetensors_header(std::span<const std::byte> front, Index file_bytes,
                                           const std::string& name);

/// The header of a file. Throws SafetensorsError, or FileError if the file cannot be read.
SafetensorsHeader read_safetensors_header(const std::filesystem::path& path);

/// Bytes the header may have.
inline constexpr Index kMaxSafetensorsHeader = 100'000'000;

/// The header's length from the first eight bytes. Throws SafetensorsError if it is too large, or
/// does not fit a file of `file_bytes` bytes.
Index safetensors_header_length(std::span<const std::byte> front, Index file_bytes,
                                const std::string& name);

/// A name from a file, fit for a message: quoted, cut if long, control characters replaced.
std::string quote_name(std::string_view name);

}  // namespace mien
