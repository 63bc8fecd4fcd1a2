#pragma once

#include <cstddef>
#include <cstdint>
#include <span>

namespace mien {

/// CRC-32 of `bytes`, the checksum of PNG, zip and gzip (polynomial 0x04C11DB7, reflected).
///
/// `previous` is the checksum of what came before, so that data can be fed in pieces:
/// `crc32(b, crc32(a))` equals the checksum of a followed by b. Eight bytes a step.
std::uint32_t crc32(std::span<const std::byte> bytes, std::uint32_t previous = 0);

}  // namespace mien
