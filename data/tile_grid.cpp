#include "data/tile_grid.h"

#include <algorithm>
#include <cstring>
#include <numeric>

#include "data/caption.h"

namespace mien {
namespace {

using Cells = std::vector<std::vector<Tensor>>;

void check_pictures(const Cells& rows, const GridOptions& options) {
  check(options.gap >= 0, "tile_grid: gap must not be negative, got ", options.gap);
  bool any = false;
  for (const auto& row : rows) {
    for (const Tensor& picture : row) {
      if (!picture.defined()) continue;
      check(picture.dtype() == DType::uint8 && picture.rank() == 3 && picture.dim(2) == 3,
            "tile_grid: pictures must be uint8 [H, W, 3], got ", picture.dtype(), " ",
            picture.shape());
      any = true;
    }
  }
  check(any, "tile_grid: needs at least one picture");
}

// The captions become cells of their own: a first row and a first column.
Cells with_captions(const Cells& rows, const GridOptions& options) {
  const auto caption = [&](const std::string& s) { return render_text(s, options.caption_scale); };
  Cells cells = rows;
  if (!options.column_captions.empty()) {
    std::vector<Tensor> heading;
    for (const std::string& s : options.column_captions) heading.push_back(caption(s));
    cells.insert(cells.begin(), heading);
  }
  if (options.row_captions.empty()) return cells;
  const std::size_t first = options.column_captions.empty() ? 0 : 1;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const bool named = i >= first && i - first < options.row_captions.size();
    cells[i].insert(cells[i].begin(), named ? caption(options.row_captions[i - first]) : Tensor());
  }
  return cells;
}

struct Layout {
  std::vector<Index> widths, heights;
};

Layout lay_out(const Cells& cells) {
  Layout layout;
  for (const auto& row : cells) {
    layout.heights.push_back(0);
    layout.widths.resize(std::max(layout.widths.size(), row.size()));
    for (std::size_t j = 0; j < row.size(); ++j) {
      if (!row[j].defined()) continue;
      layout.heights.back() = std::max(layout.heights.back(), row[j].dim(0));
      layout.widths[j] = std::max(layout.widths[j], row[j].dim(1));
    }
  }
  return layout;
}

Index total(const std::vector<Index>& sizes, Index gap) {
  return std::accumulate(sizes.begin(), sizes.end(), gap * static_cast<Index>(sizes.size() + 1));
}

void paste(Tensor& canvas, const Tensor& picture, Index y, Index x) {
  std::uint8_t* target = canvas.mutable_data<std::uint8_t>() + (y * canvas.dim(1) + x) * 3;
  const Index row_bytes = picture.dim(1) * 3;
  for (Index row = 0; row < picture.dim(0); ++row, target += canvas.dim(1) * 3) {
    std::memcpy(target, picture.data<std::uint8_t>() + row * row_bytes, std::size_t(row_bytes));
  }
}

}  // namespace

Tensor tile_grid(const Cells& rows, const GridOptions& options) {
  check_pictures(rows, options);
  const Cells cells = with_captions(rows, options);
  const auto [widths, heights] = lay_out(cells);
  Tensor canvas =
      full({total(heights, options.gap), total(widths, options.gap), 3}, 255, DType::uint8);
  Index y = options.gap;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    Index x = options.gap;
    for (std::size_t j = 0; j < cells[i].size(); ++j) {
      const Tensor& cell = cells[i][j];
      if (cell.defined()) {
        paste(canvas, cell, y + (heights[i] - cell.dim(0)) / 2, x + (widths[j] - cell.dim(1)) / 2);
      }
      x += widths[j] + options.gap;
    }
    y += heights[i] + options.gap;
  }
  return canvas;
}

}  // namespace mien
