#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <span>
#include <string>

#include "tensor/safetensors_header.h"
#include "tensor/tensor.h"

namespace mien {

/// The content of a safetensors file: named tensors, and strings by key.
struct SafetensorsFile {
  std::map<std::string, std::string> metadata;
  std::map<std::string, Tensor> tensors;
};

// Note [Checksums in a safetensors file]
// The format has none. A file of ours holds more metadata strings, each eight hexadecimal digits:
// "crc32/NAME", the CRC-32 of the bytes of the tensor NAME, and "crc32" for all that is not tensor
// data: the CRC-32 of the text KEY \0 VALUE \0 of each other metadata string by key, then
// NAME \0 DTYPE \0 SHAPE \0 of each tensor by name, the shape written as [2, 3]. Readers verify
// them, all of them if there is any, and keep them out of `metadata`.

/// Reads a whole safetensors file.
///
/// F32, F64, BF16, U8, I32 and I64 keep their type; F16 is widened to float32, exactly. Everything
/// parse_safetensors_header promises is checked before any tensor is made, and each checksum of
/// Note [Checksums in a safetensors file] after it was read; files without them are fine.
/// Memory: the tensors, the header, and about one kilobyte per tensor.
///
/// Throws SafetensorsError, or FileError if the file cannot be read.
SafetensorsFile read_safetensors(const std::filesystem::path& path);

/// The same from memory; `name` stands for the file in messages.
SafetensorsFile parse_safetensors(std::span<const std::byte> bytes, const std::string& name);

/// Writes a safetensors file as a whole or not at all (AtomicFile), with checksums.
///
/// The bytes depend on the content alone: the header lists names in order, padded with spaces so
/// that the data starts at a multiple of 8; data is ordered by element size, largest first, then by
/// name, so that every tensor is aligned to its elements.
///
/// Throws std::invalid_argument for a tensor without a value or outside host memory, for a tensor
/// named "__metadata__", for metadata named like a checksum, and for text that is not UTF-8;
/// FileError if the file cannot be written.
void write_safetensors(const std::filesystem::path& path, const SafetensorsFile& file);

}  // namespace mien
