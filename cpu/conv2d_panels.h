#pragma once

#include <span>
#include <vector>

#include "cpu/conv2d_gather.h"

namespace mien::cpu {

/// Target channels [first, first + width) of a group, which tiles compute together.
///
/// Wide panels are some vectors of channels; their filter is packed [depth][channel], channels
/// padded to whole vectors. Where a group has so few targets that vectors of them would be mostly
/// padding, tiles run their vectors along the depth, and the filter is packed [channel][depth].
struct Panel {
  Index group, first, width;
  Index column;  ///< of its first channel, counted over all panels, padding included
};

/// True if the panels of a product are packed [channel][depth].
bool is_narrow(const Gather& gather);

/// Channels of one group, with the padding of its panels.
Index padded_targets(const Gather& gather);

std::vector<Panel> panels_of(const Gather& gather);

/// Copies a panel's part of the filters `w`, gather.depth() * (its columns) floats, as the tiles
/// read it: taps in the order of runs_of, source channels innermost.
void pack_panel(const Gather& gather, const Panel& panel, const float* w, float* packed);

/// The same for depths [begin, end) alone of neighbouring wide panels, one panel after the other.
/// Filters that lie [source][target] are read along their rows, across the panels.
void pack_stretch(const Gather& gather, std::span<const Panel> panels, const float* w, Index begin,
                  Index end, float* packed);

}  // namespace mien::cpu
