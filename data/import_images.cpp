#include "data/import_images.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "data/dataset_folder.h"
#include "data/image_io.h"
#include "data/in_order.h"
#include "data/resize.h"
#include "data/shard.h"

namespace mien {
namespace {

// An image, or why there is none.
struct Imported {
  Tensor image;
  std::string problem;
};

Imported import_image(const std::filesystem::path& file, const ImportOptions& options) {
  try {
    const Tensor image = read_image(file);
    const Box box = options.crop.value_or(centre_square(image.dim(0), image.dim(1)));
    const bool fits = box.x + box.width <= image.dim(1) && box.y + box.height <= image.dim(0);
    if (!fits) return {{}, text("is ", image.dim(1), "x", image.dim(0), ", too small for ", box)};
    return {resize(crop(image, box), options.size, options.size), {}};
  } catch (const ImageError& error) {
    // The list of skipped images names the file by itself, without its folder.
    const std::string problem = error.what(), prefix = file.string() + ": ";
    return {{}, problem.starts_with(prefix) ? problem.substr(prefix.size()) : problem};
  }
}

void check_options(const ImportOptions& options) {
  check(options.size >= 1 && options.size <= 4096, "import: the size must be 1 to 4096, got ",
        options.size);
  check(options.max_bad >= 0 && options.max_bad <= 1,
        "import: the share of unusable images must "
        "be 0 to 1, got ",
        options.max_bad);
  if (!options.crop) return;
  constexpr Index kMost = 1'000'000;
  const Box& box = *options.crop;
  const bool good = box.x >= 0 && box.x <= kMost && box.y >= 0 && box.y <= kMost && box.width > 0 &&
                    box.width <= kMost && box.height > 0 && box.height <= kMost;
  check(good, "import: the crop must have positive sides and begin at 0,0 or later, got ", box);
}

// Counts what cannot be used, and stops when it is too much.
class SkipList {
 public:
  SkipList(std::size_t total, double max_bad)
      : total_(total),
        most_(static_cast<std::size_t>(std::floor(max_bad * static_cast<double>(total)))) {}

  void add(const SkippedImage& image) {
    skipped_.push_back(image);
    if (skipped_.size() <= most_) return;
    throw DatasetError(text("more than ", most_, " of ", total_,
                            " images cannot be used, the first: ", skipped_.front().file, ": ",
                            skipped_.front().reason));
  }
  void add(const std::vector<SkippedImage>& images) {
    for (const SkippedImage& image : images) add(image);
  }
  std::vector<SkippedImage> take() { return std::move(skipped_); }

 private:
  std::size_t total_, most_;
  std::vector<SkippedImage> skipped_;
};

using Group = std::vector<const SourceImage*>;

// Imports files in groups that count only if all of them can be used, and hands them over in order.
template <class GroupOf, class Take>
void import_groups(Index count, const ImportOptions& options, SkipList& skipped,
                   const ProgressReport& report, GroupOf group_of, Take take) {
  const auto import = [&](Index i) {
    std::vector<Imported> group;
    for (const SourceImage* source : group_of(i))
      group.push_back(import_image(source->file, options));
    return group;
  };
  make_in_order(count, options.threads, import, [&](Index i, const std::vector<Imported>& group) {
    const auto bad = std::find_if(group.begin(), group.end(),
                                  [](const Imported& image) { return !image.problem.empty(); });
    if (bad == group.end()) {
      take(i, group);
    } else {
      skipped.add({group_of(i)[static_cast<std::size_t>(bad - group.begin())]->name, bad->problem});
    }
    if (report) report(i + 1, count);
  });
}

Manifest begin_manifest(const ImportOptions& options, const ImageFolder& images) {
  Manifest manifest;
  manifest.size = options.size;
  manifest.source = options.source;
  manifest.identities = images.identities;
  manifest.attributes = images.attributes;
  manifest.split = split_identities(images.identities);
  return manifest;
}

// `people` are the identities that have a face.
void finish(const std::filesystem::path& folder, Manifest& manifest, SkipList& skipped,
            const std::set<Index>& people) {
  if (manifest.faces.empty()) {
    throw DatasetError(folder.string() +
                       ": expected at least one image that can be used, got none");
  }
  manifest.absent = manifest.identities - std::ssize(people);
  manifest.skipped = skipped.take();
  write_manifest(folder, manifest);
}

Index count_of(const ImageFolder& images) { return static_cast<Index>(images.images.size()); }

}  // namespace

Manifest import_faces(const ImageFolder& images, const ImportOptions& options,
                      const std::filesystem::path& folder, const ProgressReport& report) {
  check_options(options);
  SkipList skipped(images.images.size() + images.unusable.size(), options.max_bad);
  skipped.add(images.unusable);
  prepare_dataset_folder(folder);

  Manifest manifest = begin_manifest(options, images);
  ShardWriter faces(folder, "faces", options.size, face_columns(manifest));
  std::set<Index> people;
  const auto source = [&](Index i) { return &images.images[static_cast<std::size_t>(i)]; };
  import_groups(
      count_of(images), options, skipped, report, [&](Index i) { return Group{source(i)}; },
      [&](Index i, const std::vector<Imported>& group) {
        people.insert(source(i)->identity);
        faces.add(group[0].image, {static_cast<std::int32_t>(source(i)->identity)},
                  {{}, source(i)->attributes});
      });
  manifest.faces = faces.finish();
  finish(folder, manifest, skipped, people);
  return manifest;
}

Manifest import_pairs(const ImagePairs& pairs, const ImportOptions& options,
                      const std::filesystem::path& folder, const ProgressReport& report) {
  check_options(options);
  const ImageFolder &inputs = pairs.inputs, &targets = pairs.targets;
  SkipList skipped(inputs.images.size() + inputs.unusable.size() + targets.unusable.size(),
                   options.max_bad);
  skipped.add(inputs.unusable);
  skipped.add(targets.unusable);
  prepare_dataset_folder(folder);

  Manifest manifest = begin_manifest(options, inputs);
  manifest.kind = DatasetKind::portraits;
  manifest.styles = {{pairs.style, true}};
  if (pairs.split) manifest.split = *pairs.split;
  ShardWriter faces(folder, "faces", options.size, face_columns(manifest));
  ShardWriter portraits(folder, "portraits", options.size, portrait_columns());
  std::set<Index> people;
  std::int32_t face = 0;
  const auto group_of = [&](Index i) {
    const auto at = static_cast<std::size_t>(i);
    return Group{&inputs.images[at], &targets.images[at]};
  };
  import_groups(count_of(inputs), options, skipped, report, group_of,
                [&](Index i, const std::vector<Imported>& group) {
                  const Index identity = group_of(i)[0]->identity;
                  people.insert(identity);
                  faces.add(group[1].image, {static_cast<std::int32_t>(identity)});
                  portraits.add(group[0].image, {0, face++});
                });
  manifest.faces = faces.finish();
  manifest.portraits = portraits.finish();
  finish(folder, manifest, skipped, people);
  return manifest;
}

}  // namespace mien
