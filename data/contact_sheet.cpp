#include "data/contact_sheet.h"

#include <algorithm>
#include <numeric>

#include "data/spread.h"
#include "data/tile_grid.h"

namespace mien {
namespace {

Tensor sheet_of_faces(const Dataset& dataset, Index count) {
  constexpr std::size_t kColumns = 8;
  std::vector<Index> all(static_cast<std::size_t>(dataset.face_count()));
  std::iota(all.begin(), all.end(), 0);
  std::vector<std::vector<Tensor>> rows;
  for (const Index face : spread(all, count)) {
    if (rows.empty() || rows.back().size() == kColumns) rows.emplace_back();
    rows.back().push_back(dataset.face_image(face));
  }
  return tile_grid(rows);
}

Tensor sheet_of_portraits(const Dataset& dataset, Index count) {
  const auto& styles = dataset.manifest().styles;
  const auto test = dataset.faces_in(Split::test);
  const auto faces = spread(test.empty() ? dataset.faces_in(Split::train) : test, count);
  std::vector<std::vector<Tensor>> rows;
  for (const Index face : faces) {
    rows.emplace_back(styles.size() + 1);
    rows.back()[0] = dataset.face_image(face);
  }
  for (Index portrait = 0; portrait < dataset.portrait_count(); ++portrait) {
    const auto row = std::find(faces.begin(), faces.end(), dataset.face_of(portrait));
    if (row == faces.end()) continue;
    rows[static_cast<std::size_t>(row - faces.begin())]
        [static_cast<std::size_t>(dataset.style_of(portrait)) + 1] =
            dataset.portrait_image(portrait);
  }
  GridOptions options;
  options.column_captions = {"face"};
  for (const StyleInfo& style : styles) options.column_captions.push_back(style.name);
  return tile_grid(rows, options);
}

}  // namespace

Tensor contact_sheet(const Dataset& dataset, Index count) {
  check(count > 0, "contact sheet: the count must be positive, got ", count);
  return dataset.manifest().kind == DatasetKind::faces ? sheet_of_faces(dataset, count)
                                                       : sheet_of_portraits(dataset, count);
}

}  // namespace mien
