#include "data/check_dataset.h"

#include <algorithm>

#include "data/dataset.h"
#include "data/dataset_folder.h"

namespace mien {
namespace fs = std::filesystem;
namespace {

std::string shards_text(const std::vector<ShardInfo>& shards) {
  return text(shards.size(), shards.size() == 1 ? " shard" : " shards");
}

void describe(const Manifest& manifest, DatasetReport& report) {
  const auto line = [&](const auto&... parts) { report.expected.push_back(text(parts...)); };
  line("a data set of ", name_of(manifest.kind), ", ", manifest.size, "x", manifest.size, ", from ",
       manifest.source);
  line(manifest.face_count(), " faces of ", manifest.people(), " people in ",
       shards_text(manifest.faces), manifest.has_landmarks ? ", with landmarks" : "",
       manifest.has_parsing ? ", with parsings" : "", manifest.has_guides ? ", with guides" : "",
       manifest.attributes.empty() ? ""
                                   : text(", with ", manifest.attributes.size(), " attributes"));
  if (manifest.kind == DatasetKind::faces) return;
  const auto seen = std::count_if(manifest.styles.begin(), manifest.styles.end(),
                                  [](const StyleInfo& style) { return style.seen; });
  line(manifest.portrait_count(), " portraits in ", shards_text(manifest.portraits),
       manifest.has_portrait_parsing ? ", with parsings, " : ", ", seen, " seen and ",
       static_cast<std::ptrdiff_t>(manifest.styles.size()) - seen, " unseen styles");
}

// Opens the shards one by one, so that each damaged one is reported.
Index check_shards(const fs::path& folder, const std::vector<ShardInfo>& infos, Index size,
                   const ShardColumns& columns, DatasetReport& report) {
  Index images = 0;
  for (const ShardInfo& info : infos) {
    try {
      images += Shard(folder, info, size, columns, true).count();
    } catch (const FileError& error) {
      report.problems.emplace_back(error.what());
    }
  }
  return images;
}

void describe_found(const Dataset& dataset, DatasetReport& report) {
  for (const Split split : {Split::train, Split::validation, Split::test}) {
    const auto faces = dataset.faces_in(split);
    std::string line = text(name_of(split), ": ", faces.size(), " faces");
    if (dataset.portrait_count() > 0) {
      line += text(", ", dataset.portraits_in(split, StyleGroup::seen).size(),
                   " portraits in seen styles, ",
                   dataset.portraits_in(split, StyleGroup::unseen).size(), " in unseen ones");
    }
    report.found.push_back(line);
  }
}

void check_files(const fs::path& folder, const Manifest& manifest, DatasetReport& report) {
  std::vector<std::string> known{kManifestName};
  for (const auto* shards : {&manifest.faces, &manifest.portraits}) {
    for (const ShardInfo& shard : *shards) known.push_back(shard.file);
  }
  for (const auto& entry : fs::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    if (std::find(known.begin(), known.end(), name) == known.end()) {
      report.problems.push_back((folder / name).string() + ": is not in " + kManifestName);
    }
  }
}

}  // namespace

DatasetReport check_dataset(const fs::path& folder) {
  DatasetReport report;
  try {
    const Manifest manifest = read_manifest(folder);
    describe(manifest, report);
    const Index faces =
        check_shards(folder, manifest.faces, manifest.size, face_columns(manifest), report);
    const Index portraits = check_shards(folder, manifest.portraits, manifest.size,
                                         portrait_columns(manifest.has_portrait_parsing), report);
    report.found.push_back(text(faces, " faces and ", portraits, " portraits in whole shards"));
    if (!manifest.skipped.empty()) {
      report.found.push_back(text(manifest.skipped.size(),
                                  " images were left out when it was made: see ", kManifestName));
    }
    check_files(folder, manifest, report);
    if (report.good()) describe_found(Dataset(folder, false), report);
  } catch (const std::exception& error) {
    report.problems.emplace_back(error.what());
  }
  return report;
}

}  // namespace mien
