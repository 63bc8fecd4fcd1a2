#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "data/image_error.h"

namespace mien {

/// Walks the bytes of an image file, big-endian, and never past their end.
///
/// Every read names what it reads; where the file is too short, ImageError says so.
class ByteReader {
 public:
  ByteReader(std::span<const std::byte> bytes, std::string_view name)
      : bytes_(bytes), name_(name) {}

  std::string_view name() const { return name_; }
  std::size_t position() const { return position_; }
  std::size_t remaining() const { return bytes_.size() - position_; }

  /// The next `count` bytes.
  std::span<const std::byte> take(std::size_t count, std::string_view what) {
    image_check(count <= remaining(), name_, "expected ", count, " bytes of ", what, " at byte ",
                position_, ", the file ends after ", remaining());
    position_ += count;
    return bytes_.subspan(position_ - count, count);
  }

  std::uint8_t u8(std::string_view what) { return std::to_integer<std::uint8_t>(take(1, what)[0]); }
  std::uint16_t u16(std::string_view what) { return static_cast<std::uint16_t>(number(2, what)); }
  std::uint32_t u32(std::string_view what) { return number(4, what); }

  /// The byte `ahead` of the current one, or -1 past the end.
  int peek(std::size_t ahead = 0) const {
    return ahead < remaining() ? std::to_integer<int>(bytes_[position_ + ahead]) : -1;
  }

 private:
  std::uint32_t number(std::size_t count, std::string_view what) {
    std::uint32_t value = 0;
    for (const std::byte b : take(count, what)) value = value << 8 | std::to_integer<unsigned>(b);
    return value;
  }

  std::span<const std::byte> bytes_;
  std::string_view name_;
  std::size_t position_ = 0;
};

}  // namespace mien
