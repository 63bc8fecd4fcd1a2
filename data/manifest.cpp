#include "data/manifest.h"

#include <cstdio>
#include <nlohmann/json.hpp>
#include <numeric>
#include <set>

#include "tensor/input_file.h"

namespace mien {
namespace {

using Json = nlohmann::ordered_json;

constexpr const char* kFormat = "mien data set";
constexpr int kVersion = 1;
constexpr Index kMaxSize = 4096;
constexpr Index kMaxCount = Index{1} << 40;

Index total(const std::vector<ShardInfo>& shards) {
  return std::accumulate(shards.begin(), shards.end(), Index{0},
                         [](Index sum, const ShardInfo& shard) { return sum + shard.count; });
}

Json to_json(const std::vector<ShardInfo>& shards) {
  Json list = Json::array();
  for (const ShardInfo& shard : shards) {
    char digits[9];
    std::snprintf(digits, sizeof digits, "%08x", shard.crc32);
    list.push_back(
        {{"file", shard.file}, {"count", shard.count}, {"bytes", shard.bytes}, {"crc32", digits}});
  }
  return list;
}

// Reads values out of the manifest; each complaint names the file.
class ManifestReader {
 public:
  explicit ManifestReader(std::string path) : path_(std::move(path)) {}

  template <class... Parts>
  void expect(bool condition, const Parts&... parts) const {
    if (!condition) throw DatasetError(text(path_, ": ", parts...));
  }
  const Json& at(const Json& object, const char* key) const {
    expect(object.is_object() && object.contains(key), "expected \"", key, "\"");
    return object[key];
  }
  Index number(const Json& object, const char* key, Index least, Index most) const {
    const Json& value = at(object, key);
    const bool fits = value.is_number_unsigned() && value.get<std::uint64_t>() <= kMaxCount &&
                      value.get<Index>() >= least && value.get<Index>() <= most;
    expect(fits, "expected \"", key, "\" to be a number from ", least, " to ", most, ", got ",
           shown(value));
    return value.get<Index>();
  }
  std::string string(const Json& object, const char* key) const {
    const Json& value = at(object, key);
    expect(value.is_string(), "expected \"", key, "\" to be a text, got ", shown(value));
    return value.get<std::string>();
  }
  bool truth(const Json& object, const char* key) const {
    const Json& value = at(object, key);
    expect(value.is_boolean(), "expected \"", key, "\" to be true or false, got ", shown(value));
    return value.get<bool>();
  }
  const Json& list(const Json& object, const char* key) const {
    const Json& value = at(object, key);
    expect(value.is_array(), "expected \"", key, "\" to be a list, got ", shown(value));
    return value;
  }
  std::vector<std::string> names(const Json& object, const char* key) const {
    std::set<std::string> found;
    std::vector<std::string> result;
    for (const Json& name : list(object, key)) {
      expect(name.is_string() && found.insert(name.get<std::string>()).second, "expected \"", key,
             "\" to be different texts, got ", shown(name));
      result.push_back(name.get<std::string>());
    }
    return result;
  }
  std::vector<ShardInfo> shards(const Json& object, const char* key) const {
    std::vector<ShardInfo> result;
    for (const Json& shard : list(object, key)) {
      result.push_back({string(shard, "file"), number(shard, "count", 1, kMaxCount),
                        number(shard, "bytes", 1, kMaxCount), checksum(shard)});
      const std::string& file = result.back().file;
      expect(!file.empty() && file.find_first_of("/\\") == std::string::npos && file[0] != '.',
             "expected a plain file name for a shard, got \"", file, "\"");
      expect(total(result) <= kMaxCount, "expected fewer than ", kMaxCount, " images");
    }
    return result;
  }

 private:
  static std::string shown(const Json& value) { return value.dump().substr(0, 60); }

  std::uint32_t checksum(const Json& shard) const {
    const std::string digits = string(shard, "crc32");
    const bool is_hexadecimal =
        digits.size() == 8 && digits.find_first_not_of("0123456789abcdef") == std::string::npos;
    expect(is_hexadecimal, "expected \"crc32\" to be 8 hexadecimal digits, got \"", digits, "\"");
    return static_cast<std::uint32_t>(std::stoul(digits, nullptr, 16));
  }

  std::string path_;
};

Manifest from_json(const Json& json, const ManifestReader& read) {
  read.expect(read.string(json, "format") == kFormat, "expected the format \"", kFormat, "\"");
  read.number(json, "version", kVersion, kVersion);
  Manifest manifest;
  const std::string kind = read.string(json, "kind");
  read.expect(kind == "faces" || kind == "portraits",
              "expected the kind faces or portraits, got \"", kind, "\"");
  manifest.kind = kind == "faces" ? DatasetKind::faces : DatasetKind::portraits;
  manifest.size = read.number(json, "size", 1, kMaxSize);
  manifest.seed = read.at(json, "seed").get<std::uint64_t>();
  manifest.source = read.string(json, "source");
  manifest.identities = read.number(json, "identities", 1, kMaxCount);
  if (json.contains("absent")) {
    manifest.absent = read.number(json, "absent", 0, manifest.identities - 1);
  }
  manifest.has_landmarks = read.truth(json, "landmarks");
  manifest.has_parsing = json.contains("parsing") && read.truth(json, "parsing");
  manifest.has_portrait_parsing =
      json.contains("portrait_parsing") && read.truth(json, "portrait_parsing");
  manifest.has_guides = json.contains("guides") && read.truth(json, "guides");
  if (json.contains("attributes")) manifest.attributes = read.names(json, "attributes");
  const Json& split = read.at(json, "split");
  manifest.split.test_begin = read.number(split, "test_begin", 0, manifest.identities);
  manifest.split.validation_begin =
      read.number(split, "validation_begin", 0, manifest.split.test_begin);
  for (const Json& style : read.list(json, "styles")) {
    manifest.styles.push_back({read.string(style, "name"), read.truth(style, "seen")});
  }
  manifest.faces = read.shards(json, "faces");
  manifest.portraits = read.shards(json, "portraits");
  for (const Json& image : read.list(json, "skipped")) {
    manifest.skipped.push_back({read.string(image, "file"), read.string(image, "reason")});
  }
  read.expect(!manifest.faces.empty(), "expected at least one shard of faces, got none");
  read.expect(manifest.kind == DatasetKind::faces || !manifest.portraits.empty(),
              "expected at least one shard of portraits, got none");
  return manifest;
}

}  // namespace

const char* name_of(DatasetKind kind) { return kind == DatasetKind::faces ? "faces" : "portraits"; }

Index Manifest::face_count() const { return total(faces); }
Index Manifest::portrait_count() const { return total(portraits); }

Manifest read_manifest(const std::filesystem::path& folder) {
  const auto path = folder / kManifestName;
  if (!std::filesystem::is_directory(folder)) {
    throw DatasetError(text(folder.string(), ": expected the folder of a data set, ",
                            std::filesystem::exists(folder) ? "got a file" : "there is none",
                            " (mien-dataset makes one)"));
  }
  if (!std::filesystem::exists(path)) {
    throw DatasetError(text(folder.string(), ": expected a data set, found no ", kManifestName,
                            ": its making was interrupted, or the folder is no data set",
                            " (mien-dataset import takes folders of images)"));
  }
  const ManifestReader reader(path.string());
  const Json json = Json::parse(read_file(path, Index{1} << 28), nullptr, false);
  reader.expect(!json.is_discarded(), "expected JSON, got something else or a part of it");
  try {
    return from_json(json, reader);
  } catch (const Json::exception& error) {
    throw DatasetError(text(path.string(), ": ", error.what()));
  }
}

void write_manifest(const std::filesystem::path& folder, const Manifest& manifest) {
  Json styles = Json::array(), skipped = Json::array();
  for (const StyleInfo& style : manifest.styles) {
    styles.push_back({{"name", style.name}, {"seen", style.seen}});
  }
  for (const SkippedImage& image : manifest.skipped) {
    skipped.push_back({{"file", image.file}, {"reason", image.reason}});
  }
  const Json json = {{"format", kFormat},
                     {"version", kVersion},
                     {"kind", name_of(manifest.kind)},
                     {"size", manifest.size},
                     {"seed", manifest.seed},
                     {"source", manifest.source},
                     {"identities", manifest.identities},
                     {"absent", manifest.absent},
                     {"landmarks", manifest.has_landmarks},
                     {"parsing", manifest.has_parsing},
                     {"portrait_parsing", manifest.has_portrait_parsing},
                     {"guides", manifest.has_guides},
                     {"attributes", manifest.attributes},
                     {"split",
                      {{"validation_begin", manifest.split.validation_begin},
                       {"test_begin", manifest.split.test_begin}}},
                     {"styles", styles},
                     {"faces", to_json(manifest.faces)},
                     {"portraits", to_json(manifest.portraits)},
                     {"skipped", skipped}};
  // File names need not be UTF-8; what is not is shown as a replacement character.
  write_file(folder / kManifestName,
             json.dump(1, ' ', false, Json::error_handler_t::replace) + '\n');
}

}  // namespace mien
