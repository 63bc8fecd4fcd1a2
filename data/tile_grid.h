#pragma once

#include <string>
#include <vector>

#include "tensor/tensor.h"

namespace mien {

struct GridOptions {
  Index gap = 4;                                  ///< pixels between pictures and around the grid
  std::vector<std::string> column_captions = {};  ///< written above the columns, if any
  std::vector<std::string> row_captions = {};     ///< written to the left of the rows, if any
  int caption_scale = 1;                          ///< 1 is letters of about 8 pixels
};

/// Pictures side by side on white: `rows[i][j]` stands in row i, column j.
///
///   rows   uint8 [H, W, 3] each; sizes may differ, rows may be short, an empty Tensor stays blank
///   returns uint8 [H', W', 3]
///
/// A column is as wide as its widest picture or caption, a row as high as its highest picture;
/// pictures are centred in their cells.
/// Throws std::invalid_argument for another type or shape, or a grid without a picture.
Tensor tile_grid(const std::vector<std::vector<Tensor>>& rows, const GridOptions& options = {});

}  // namespace mien
