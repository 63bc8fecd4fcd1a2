#include "data/make_portraits.h"

#include <algorithm>
#include <map>
#include <set>

#include "data/dataset_folder.h"
#include "data/in_order.h"
#include "data/painted_styles.h"
#include "data/rewrite_dataset.h"

namespace mien {
namespace {

bool moves(const MisalignOptions& options) {
  return options.max_rotation != 0 || options.max_shift != 0 || options.min_scale != 1 ||
         options.max_scale != 1;
}

struct Portrait {
  std::int32_t style;
  Tensor image, parsing;  // the latter perhaps undefined
};

bool parses(const std::vector<PortraitStyle>& styles) { return bool(styles.front().parse); }

void check_parsings(const Dataset& faces, const std::vector<PortraitStyle>& styles,
                    const MisalignOptions& misalign) {
  for (const PortraitStyle& style : styles) {
    check(bool(style.parse) == parses(styles), "portraits: ", style.name, " and ",
          styles.front().name, " differ in whether they parse");
  }
  if (!parses(styles)) return;
  check(!moves(misalign), "portraits: faces must not be moved where their parsings are needed");
  if (!faces.manifest().has_parsing) {
    throw DatasetError(faces.folder().string() +
                       ": sketches need the parsings of faces, and this data set has none "
                       "(mien-dataset faces draws faces with theirs, mien-dataset parse finds "
                       "them)");
  }
}

void check_styles(const std::vector<PortraitStyle>& styles) {
  std::set<std::string> names;
  for (const PortraitStyle& style : styles) {
    check(names.insert(style.name).second, "portraits: two styles are named ", style.name);
  }
  check(std::any_of(styles.begin(), styles.end(), [](const auto& style) { return style.seen; }),
        "portraits: expected at least one seen style, got none among ", styles.size());
}

std::vector<Portrait> portraits_of(const Dataset& faces, Index face,
                                   const std::vector<PortraitStyle>& styles,
                                   const PortraitsOptions& options) {
  const auto step = static_cast<std::uint64_t>(face);
  const Tensor moved =
      misalign(faces.face_image(face), Random(options.seed, "misalign", step), options.misalign);
  const bool is_train = faces.manifest().split.of(faces.identity_of(face)) == Split::train;
  const Tensor parsing = parses(styles) ? known_face(faces, face).labels.parsing : Tensor();
  std::vector<Portrait> portraits;
  for (std::size_t i = 0; i < styles.size(); ++i) {
    if (is_train && !styles[i].seen) continue;
    const Random random(options.seed, "style/" + styles[i].name, step);
    portraits.push_back({static_cast<std::int32_t>(i), styles[i].apply(moved, random),
                         parsing.defined() ? styles[i].parse(parsing, random) : Tensor()});
  }
  return portraits;
}

// Has every style portray a face, of whichever split, for the sake of what it may refuse.
void try_styles(const Dataset& faces, std::vector<PortraitStyle> styles,
                const PortraitsOptions& options) {
  for (PortraitStyle& style : styles) style.seen = true;
  portraits_of(faces, 0, styles, options);
}

// What each face's portraits should be turned back into.
std::vector<std::int32_t> targets_of(const Dataset& faces, bool first_photo) {
  std::map<Index, std::int32_t> first;
  std::vector<std::int32_t> targets;
  for (Index face = 0; face < faces.face_count(); ++face) {
    const auto number = static_cast<std::int32_t>(face);
    const auto person = first.try_emplace(faces.identity_of(face), number).first;
    targets.push_back(first_photo ? person->second : number);
  }
  return targets;
}

std::vector<ShardInfo> copy_faces(const Dataset& faces, const std::filesystem::path& folder) {
  ShardWriter writer(folder, "faces", faces.size(), face_columns(faces.manifest()));
  for (Index face = 0; face < faces.face_count(); ++face) {
    const KnownImage known = known_face(faces, face);
    writer.add(known.image, known.numbers, known.labels);
  }
  return writer.finish();
}

}  // namespace

std::vector<PortraitStyle> painted_portrait_styles() {
  std::vector<PortraitStyle> styles;
  const auto append = [&](std::span<const PaintedStyle> painted, bool seen) {
    for (const PaintedStyle style : painted) {
      styles.push_back(
          {std::string(name_of(style)), seen, [style](const Tensor& image, const Random& random) {
             return paint(image, style, random);
           }});
    }
  };
  append(seen_styles(), true);
  append(unseen_styles(), false);
  return styles;
}

std::string description_of(const MisalignOptions& options) {
  if (!moves(options)) return "not moved";
  const bool replicate = options.warp.border == Border::replicate;
  return text("turned up to ", options.max_rotation, " degrees, shifted up to ",
              100 * options.max_shift, " %, scaled ", options.min_scale, " to ", options.max_scale,
              replicate ? ", edges going on outside" : ", black outside");
}

Manifest make_portraits(const Dataset& faces, const std::vector<PortraitStyle>& styles,
                        const PortraitsOptions& options, const std::filesystem::path& folder,
                        const ProgressReport& report) {
  check_styles(styles);
  check_parsings(faces, styles, options.misalign);
  check_other_folder(faces, folder);
  try_styles(faces, styles, options);
  prepare_dataset_folder(folder);

  Manifest manifest = faces.manifest();
  manifest.kind = DatasetKind::portraits;
  manifest.seed = options.seed;
  manifest.source += "; portraits " + description_of(options.misalign);
  if (options.first_photo) manifest.source += "; of the first photo of each person";
  if (!options.painted_by.empty()) manifest.source += "; painted by " + options.painted_by;
  manifest.styles.clear();
  for (const PortraitStyle& style : styles) manifest.styles.push_back({style.name, style.seen});
  manifest.faces = copy_faces(faces, folder);
  manifest.has_portrait_parsing = parses(styles);
  const std::vector<std::int32_t> targets = targets_of(faces, options.first_photo);
  ShardWriter writer(folder, "portraits", faces.size(),
                     portrait_columns(manifest.has_portrait_parsing));
  make_in_order(
      faces.face_count(), options.threads,
      [&](Index face) { return portraits_of(faces, face, styles, options); },
      [&](Index face, const std::vector<Portrait>& portraits) {
        for (const Portrait& portrait : portraits) {
          writer.add(portrait.image, {portrait.style, targets[static_cast<std::size_t>(face)]},
                     {.parsing = portrait.parsing});
        }
        if (report) report(face + 1, faces.face_count());
      });
  manifest.portraits = writer.finish();
  write_manifest(folder, manifest);
  return manifest;
}

}  // namespace mien
