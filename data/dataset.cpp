#include "data/dataset.h"

#include <algorithm>
#include <array>
#include <utility>

#include "data/face_class.h"
#include "tensor/functors/pixel.h"

namespace mien {
namespace {

constexpr auto kLevels = [] {
  std::array<float, 256> levels{};
  for (int i = 0; i < 256; ++i) levels[i] = functors::pixel(static_cast<std::uint8_t>(i));
  return levels;
}();

Tensor image_tensor(std::span<const std::uint8_t> bytes, Index size) {
  return from_values<std::uint8_t>({size, size, 3}, bytes);
}

std::span<const std::uint8_t> checked_parsing(std::span<const std::uint8_t> parsing,
                                              const std::filesystem::path& folder) {
  for (const std::uint8_t part : parsing) {
    if (part < kFaceClasses) continue;
    throw DatasetError(text(folder.string(), ": expected the classes of a parsing to be below ",
                            kFaceClasses, ", got ", int{part}));
  }
  return parsing;
}

template <class ImageOf>
Tensor gather(Index size, std::span<const Index> numbers, ImageOf image_of) {
  Tensor batch({static_cast<Index>(numbers.size()), size, size, 3});
  float* to = batch.numel() > 0 ? batch.mutable_data<float>() : nullptr;
  for (Index number : numbers) {
    normalize_image(image_of(number), size, false, to);
    to += size * size * 3;
  }
  return batch;
}

}  // namespace

Dataset::Dataset(const std::filesystem::path& folder, bool verify)
    : folder_(folder), manifest_(read_manifest(folder)) {
  open_shards(verify);
  const auto check_range = [&](Index value, Index end, const char* what) {
    if (value < 0 || value >= end) {
      throw DatasetError(
          text(folder.string(), ": expected every ", what, " to be below ", end, ", got ", value));
    }
  };
  for (Index i = 0; i < face_count(); ++i) {
    check_range(identity_of(i), manifest_.identities, "identity");
    if (manifest_.has_guides) check_range(guide_of(i), face_count(), "guide of a face");
  }
  for (Index i = 0; i < portrait_count(); ++i) {
    check_range(face_of(i), face_count(), "face of a portrait");
    check_range(style_of(i), static_cast<Index>(manifest_.styles.size()), "style");
  }
}

void Dataset::open_shards(bool verify) {
  const auto open = [&](const std::vector<ShardInfo>& infos, const ShardColumns& columns,
                        std::vector<Shard>& shards, std::vector<Place>& places) {
    for (const ShardInfo& info : infos) {
      const auto number = static_cast<std::int32_t>(shards.size());
      shards.emplace_back(folder_, info, manifest_.size, columns, verify);
      for (Index i = 0; i < info.count; ++i) {
        places.push_back({number, static_cast<std::int32_t>(i)});
      }
    }
  };
  open(manifest_.faces, face_columns(manifest_), face_shards_, faces_);
  open(manifest_.portraits, portrait_columns(manifest_.has_portrait_parsing), portrait_shards_,
       portraits_);
}

std::span<const std::uint8_t> Dataset::face(Index face) const {
  const Place place = faces_.at(static_cast<std::size_t>(face));
  return face_shards_[place.shard].image(place.index);
}

std::span<const std::uint8_t> Dataset::portrait(Index portrait) const {
  const Place place = portraits_.at(static_cast<std::size_t>(portrait));
  return portrait_shards_[place.shard].image(place.index);
}

Tensor Dataset::face_image(Index i) const { return image_tensor(face(i), size()); }
Tensor Dataset::portrait_image(Index i) const { return image_tensor(portrait(i), size()); }

Index Dataset::identity_of(Index face) const {
  const Place place = faces_.at(static_cast<std::size_t>(face));
  return face_shards_[place.shard].number("identity", place.index);
}

Index Dataset::guide_of(Index face) const {
  if (!manifest_.has_guides) throw DatasetError("this data set has no guides");
  const Place place = faces_.at(static_cast<std::size_t>(face));
  return face_shards_[place.shard].number("guide", place.index);
}

Index Dataset::face_of(Index portrait) const {
  const Place place = portraits_.at(static_cast<std::size_t>(portrait));
  return portrait_shards_[place.shard].number("face", place.index);
}

Index Dataset::style_of(Index portrait) const {
  const Place place = portraits_.at(static_cast<std::size_t>(portrait));
  return portrait_shards_[place.shard].number("style", place.index);
}

Tensor Dataset::landmarks_of(Index face) const {
  if (!manifest_.has_landmarks) throw DatasetError("this data set has no landmarks");
  const Place place = faces_.at(static_cast<std::size_t>(face));
  const Tensor& all = face_shards_[place.shard].landmarks();
  return all.slice(place.index, place.index + 1).reshape({kLandmarks, 2}).clone();
}

std::span<const std::uint8_t> Dataset::attributes_of(Index face) const {
  const std::size_t count = manifest_.attributes.size();
  if (count == 0) return {};
  const Place place = faces_.at(static_cast<std::size_t>(face));
  const auto all = std::as_const(face_shards_[place.shard]).attributes().span<std::uint8_t>();
  return all.subspan(static_cast<std::size_t>(place.index) * count, count);
}

std::span<const std::uint8_t> Dataset::parsing_of_face(Index i) const {
  const Place place = faces_.at(static_cast<std::size_t>(i));
  return checked_parsing(face_shards_[place.shard].parsing(place.index), folder_);
}

std::span<const std::uint8_t> Dataset::parsing_of_portrait(Index i) const {
  const Place place = portraits_.at(static_cast<std::size_t>(i));
  return checked_parsing(portrait_shards_[place.shard].parsing(place.index), folder_);
}

std::vector<Index> Dataset::faces_in(Split split) const {
  std::vector<Index> result;
  for (Index i = 0; i < face_count(); ++i) {
    if (manifest_.split.of(identity_of(i)) == split) result.push_back(i);
  }
  return result;
}

std::vector<Index> Dataset::portraits_in(Split split, StyleGroup styles) const {
  std::vector<Index> result;
  for (Index i = 0; i < portrait_count(); ++i) {
    const bool seen = manifest_.styles[static_cast<std::size_t>(style_of(i))].seen;
    const bool wanted = styles == StyleGroup::all || seen == (styles == StyleGroup::seen);
    if (wanted && manifest_.split.of(identity_of(face_of(i))) == split) result.push_back(i);
  }
  return result;
}

Tensor gather_faces(const Dataset& dataset, std::span<const Index> faces) {
  return gather(dataset.size(), faces, [&](Index i) { return dataset.face(i); });
}

Tensor gather_portraits(const Dataset& dataset, std::span<const Index> portraits) {
  return gather(dataset.size(), portraits, [&](Index i) { return dataset.portrait(i); });
}

void normalize_image(std::span<const std::uint8_t> image, Index side, bool mirrored, float* to) {
  if (!mirrored) {
    std::transform(image.begin(), image.end(), to, [](std::uint8_t b) { return kLevels[b]; });
    return;
  }
  const std::uint8_t* row = image.data();
  for (Index y = 0; y < side; ++y, row += side * 3) {
    for (Index x = side - 1; x >= 0; --x) {
      for (Index c = 0; c < 3; ++c) *to++ = kLevels[row[x * 3 + c]];
    }
  }
}

}  // namespace mien
