#include "data/shard.h"

#include <sys/mman.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <utility>

#include "data/face_class.h"
#include "tensor/crc32.h"
#include "tensor/input_file.h"
#include "tensor/safetensors.h"

namespace mien {
namespace {

constexpr Index kShardBytes = 60'000'000;

std::uint32_t checksum_of(const std::filesystem::path& path) {
  const InputFile file(path);
  std::vector<std::byte> block(std::size_t{1} << 20);
  std::uint32_t crc = 0;
  for (Index at = 0; at < file.bytes(); at += static_cast<Index>(block.size())) {
    const auto part = std::span(block).first(
        static_cast<std::size_t>(std::min<Index>(file.bytes() - at, 1 << 20)));
    file.read_at(at, part);
    crc = crc32(part, crc);
  }
  return crc;
}

// Checks that the shard has this tensor, and returns where it lies in the file.
Index place_of(const SafetensorsHeader& header, const std::string& name, DType dtype,
               const Shape& shape, const std::string& file) {
  const SafetensorsEntry* const entry = header.find(name);
  if (!entry) {
    throw DatasetError(text(file, ": expected a tensor \"", name, "\", there is none"));
  }
  if (entry->dtype != dtype || entry->shape != shape || entry->format == "F16") {
    throw DatasetError(text(file, ": expected \"", name, "\" to be ", dtype, " ", shape, ", got ",
                            entry->format, " ", entry->shape));
  }
  return header.data_start + entry->begin;
}

const std::byte* map_file(const InputFile& file, const std::filesystem::path& path) {
  void* map = mmap(nullptr, static_cast<std::size_t>(file.bytes()), PROT_READ, MAP_PRIVATE,
                   file.descriptor(), 0);
  if (map == MAP_FAILED) throw_file_error(path, "map into memory", errno);
  return static_cast<const std::byte*>(map);
}

}  // namespace

ShardWriter::ShardWriter(std::filesystem::path folder, std::string name, Index size,
                         ShardColumns columns)
    : folder_(std::move(folder)),
      name_(std::move(name)),
      size_(size),
      capacity_(std::max<Index>(1, kShardBytes / (size * size * 3))),
      columns_(std::move(columns)) {}

void ShardWriter::add(const Tensor& image, const std::vector<std::int32_t>& numbers,
                      const FaceLabels& labels) {
  const auto& [landmarks, attributes, parsing] = labels;
  check(image.dtype() == DType::uint8 && image.shape() == Shape{size_, size_, 3},
        "shard: image must be uint8 [", size_, ", ", size_, ", 3], got ", image.dtype(), " ",
        image.shape());
  check(numbers.size() == columns_.numbers.size(), "shard: expected ", columns_.numbers.size(),
        " numbers, got ", numbers.size());
  check(static_cast<Index>(attributes.size()) == columns_.attributes, "shard: expected ",
        columns_.attributes, " attributes, got ", attributes.size());
  if (filled_ == 0) begin();
  images_.slice(filled_, filled_ + 1).reshape(image.shape()).copy_from(image);
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    numbers_[i].mutable_data<std::int32_t>()[filled_] = numbers[i];
  }
  if (columns_.landmarks) {
    check(landmarks.defined() && landmarks.shape() == Shape{kLandmarks, 2},
          "shard: expected landmarks [68, 2], got ", landmarks.shape());
    landmarks_.slice(filled_, filled_ + 1).reshape({kLandmarks, 2}).copy_from(landmarks);
  }
  if (columns_.attributes > 0) {
    std::copy(attributes.begin(), attributes.end(),
              attributes_.mutable_data<std::uint8_t>() + filled_ * columns_.attributes);
  }
  if (columns_.parsing) {
    check(parsing.defined() && parsing.dtype() == DType::uint8 &&
              parsing.shape() == Shape{size_, size_},
          "shard: expected a parsing uint8 [", size_, ", ", size_, "], got ", parsing.shape());
    check(std::ranges::max(parsing.span<std::uint8_t>()) < kFaceClasses,
          "shard: the classes of a parsing must be below ", kFaceClasses);
    parsing_.slice(filled_, filled_ + 1).reshape({size_, size_}).copy_from(parsing);
  }
  if (++filled_ == capacity_) write();
}

std::vector<ShardInfo> ShardWriter::finish() {
  if (filled_ > 0) write();
  return std::move(done_);
}

void ShardWriter::begin() {
  images_ = Tensor({capacity_, size_, size_, 3}, DType::uint8);
  numbers_.clear();
  for (std::size_t i = 0; i < columns_.numbers.size(); ++i) {
    numbers_.emplace_back(Shape{capacity_}, DType::int32);
  }
  if (columns_.landmarks) landmarks_ = Tensor({capacity_, kLandmarks, 2});
  if (columns_.attributes > 0) attributes_ = Tensor({capacity_, columns_.attributes}, DType::uint8);
  if (columns_.parsing) parsing_ = Tensor({capacity_, size_, size_}, DType::uint8);
}

void ShardWriter::write() {
  SafetensorsFile file;
  file.tensors["images"] = images_.slice(0, filled_);
  for (std::size_t i = 0; i < columns_.numbers.size(); ++i) {
    file.tensors[columns_.numbers[i]] = numbers_[i].slice(0, filled_);
  }
  if (columns_.landmarks) file.tensors["landmarks"] = landmarks_.slice(0, filled_);
  if (columns_.attributes > 0) file.tensors["attributes"] = attributes_.slice(0, filled_);
  if (columns_.parsing) file.tensors["parsing"] = parsing_.slice(0, filled_);
  char number[16];
  std::snprintf(number, sizeof number, "-%05zu", done_.size());
  const std::string name = name_ + number + ".safetensors";
  const auto path = folder_ / name;
  write_safetensors(path, file);
  const auto bytes = static_cast<Index>(std::filesystem::file_size(path));
  done_.push_back({name, std::exchange(filled_, 0), bytes, checksum_of(path)});
}

Shard::Shard(const std::filesystem::path& folder, const ShardInfo& info, Index size,
             const ShardColumns& columns, bool verify)
    : count_(info.count), image_bytes_(size * size * 3) {
  const auto path = folder / info.file;
  const std::string name = path.string();
  const InputFile file(path);
  if (file.bytes() != info.bytes) {
    throw DatasetError(text(name, ": expected ", info.bytes, " bytes, got ", file.bytes()));
  }
  if (verify && checksum_of(path) != info.crc32) {
    throw DatasetError(text(name, ": damaged: its CRC-32 is not the one in ", kManifestName));
  }
  const SafetensorsHeader header = read_safetensors_header(path);
  const Index images = place_of(header, "images", DType::uint8, {count_, size, size, 3}, name);
  for (const std::string& column : columns.numbers) {
    std::vector<std::int32_t>& values = numbers_[column];
    const Index at = place_of(header, column, DType::int32, {count_}, name);
    values.resize(static_cast<std::size_t>(count_));
    file.read_at(at, std::as_writable_bytes(std::span(values)));
  }
  if (columns.landmarks) {
    const Shape shape{count_, kLandmarks, 2};
    const Index at = place_of(header, "landmarks", DType::float32, shape, name);
    landmarks_ = Tensor(shape);
    file.read_at(at, std::as_writable_bytes(landmarks_.mutable_span<float>()));
  }
  if (columns.attributes > 0) {
    const Shape shape{count_, columns.attributes};
    const Index at = place_of(header, "attributes", DType::uint8, shape, name);
    attributes_ = Tensor(shape, DType::uint8);
    file.read_at(at, std::as_writable_bytes(attributes_.mutable_span<std::uint8_t>()));
  }
  const Index parsing =
      columns.parsing ? place_of(header, "parsing", DType::uint8, {count_, size, size}, name) : 0;
  map_ = map_file(file, path);
  map_bytes_ = static_cast<std::size_t>(file.bytes());
  images_ = reinterpret_cast<const std::uint8_t*>(map_) + images;
  if (columns.parsing) parsing_ = reinterpret_cast<const std::uint8_t*>(map_) + parsing;
}

Shard::Shard(Shard&& other) noexcept
    : map_(std::exchange(other.map_, nullptr)),
      map_bytes_(other.map_bytes_),
      images_(other.images_),
      parsing_(other.parsing_),
      count_(other.count_),
      image_bytes_(other.image_bytes_),
      numbers_(std::move(other.numbers_)),
      landmarks_(std::move(other.landmarks_)),
      attributes_(std::move(other.attributes_)) {}

Shard::~Shard() {
  if (map_) munmap(const_cast<std::byte*>(map_), map_bytes_);
}

std::span<const std::uint8_t> Shard::image(Index i) const {
  check(0 <= i && i < count_, "shard: no image ", i, " among ", count_);
  return {images_ + i * image_bytes_, static_cast<std::size_t>(image_bytes_)};
}

std::span<const std::uint8_t> Shard::parsing(Index i) const {
  check(0 <= i && i < count_, "shard: no parsing ", i, " among ", count_);
  if (!parsing_) return {};
  const Index bytes = image_bytes_ / 3;
  return {parsing_ + i * bytes, static_cast<std::size_t>(bytes)};
}

std::int32_t Shard::number(const std::string& column, Index i) const {
  return numbers_.at(column).at(static_cast<std::size_t>(i));
}

}  // namespace mien
