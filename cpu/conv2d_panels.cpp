#include "cpu/conv2d_panels.h"

#include <algorithm>

#include "cpu/tile.h"

namespace mien::cpu {
namespace {

// Calls f(filter, depth) with the address of each tap's filter for the panel's first channel, and
// the depth at which the tap starts.
template <class F>
void for_taps(const Gather& g, const Panel& panel, const float* w, F&& f) {
  const float* filter = w + panel.group * g.filter_group + panel.first * g.filter_target;
  Index depth = 0;
  for (const Tap& a : g.rows.taps) {
    for (const Tap& b : g.columns.taps) {
      f(filter + (a.index * g.kernel_width + b.index) * g.filter_tap, depth);
      depth += g.group_source();
    }
  }
}

// One tap of a wide panel whose filter lies [target][source], some source channels at a time to
// stay in the first cache.
void pack_tap(const Gather& g, const Panel& panel, const float* filter, float* packed) {
  const Index pitch = vectors(panel.width) * kLanes;
  for (Index begin = 0; begin < g.group_source(); begin += kLanes) {
    const Index end = std::min(begin + kLanes, g.group_source());
    for (Index t = 0; t < panel.width; ++t) {
      const float* in = filter + t * g.filter_target;
      for (Index s = begin; s < end; ++s) packed[s * pitch + t] = in[s];
    }
  }
}

// The same where the filter already lies [source][target].
void copy_tap(const Gather& g, const Panel& panel, const float* filter, float* packed) {
  const Index pitch = vectors(panel.width) * kLanes;
  for (Index s = 0; s < g.group_source(); ++s) {
    std::copy_n(filter + s * g.filter_source, panel.width, packed + s * pitch);
  }
}

}  // namespace

bool is_narrow(const Gather& g) {
  return g.group_target() <= kDotTargets && g.group_source() % kLanes == 0;
}

Index padded_targets(const Gather& g) {
  return is_narrow(g) ? g.group_target() : vectors(g.group_target()) * kLanes;
}

std::vector<Panel> panels_of(const Gather& g) {
  const Index total = vectors(g.group_target());
  const Index count = (total + kTileVectors - 1) / kTileVectors;
  std::vector<Panel> panels;
  for (Index group = 0; group < g.groups; ++group) {
    for (Index i = 0; i < count; ++i) {
      const Index first = total * i / count * kLanes;
      const Index last = std::min(g.group_target(), total * (i + 1) / count * kLanes);
      panels.push_back({group, first, last - first, group * padded_targets(g) + first});
    }
  }
  return panels;
}

void pack_panel(const Gather& g, const Panel& panel, const float* w, float* packed) {
  const Index pitch = vectors(panel.width) * kLanes;
  if (is_narrow(g)) {
    for_taps(g, panel, w, [&](const float* filter, Index depth) {
      for (Index t = 0; t < panel.width; ++t) {
        for (Index s = 0; s < g.group_source(); ++s) {
          packed[t * g.depth() + depth + s] = filter[t * g.filter_target + s * g.filter_source];
        }
      }
    });
    return;
  }
  if (panel.width != pitch) std::fill_n(packed, g.depth() * pitch, 0.0f);
  for_taps(g, panel, w, [&](const float* filter, Index depth) {
    (g.filter_target == 1 ? copy_tap : pack_tap)(g, panel, filter, packed + depth * pitch);
  });
}

}  // namespace mien::cpu
