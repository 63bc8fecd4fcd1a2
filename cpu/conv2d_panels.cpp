#include "cpu/conv2d_panels.h"

#include <algorithm>

#include "cpu/tile.h"

namespace mien::cpu {
namespace {

constexpr Index kSources = 64;  // read of one target before the next
constexpr Index kAhead = 4;     // rows of filters

// Rows of filters lie too far apart for the processor to foresee: asking for them early reads them
// twice as fast.
void foresee(const float* row, Index count) {
  constexpr Index kLine = 16;
  for (Index i = 0; i < count; i += kLine) __builtin_prefetch(row + i);
}

// Calls f(filter offset, depth) for each tap, with the depth at which the tap starts.
template <class F>
void for_taps(const Gather& g, F&& f) {
  Index depth = 0;
  for (const Tap& a : g.rows.taps) {
    for (const Tap& b : g.columns.taps) {
      f((a.index * g.kernel_width + b.index) * g.filter_tap, depth);
      depth += g.group_source();
    }
  }
}

Index first_filter(const Gather& g, const Panel& panel) {
  return panel.group * g.filter_group + panel.first * g.filter_target;
}

// `count` source channels of one tap of a wide panel whose filter lies [target][source].
void transpose_tap(const Gather& g, const Panel& panel, const float* filter, Index count,
                   float* packed) {
  const Index pitch = vectors(panel.width) * kLanes;
  for (Index begin = 0; begin < count; begin += kSources) {
    const Index end = std::min(begin + kSources, count);
    for (Index t = 0; t < panel.width; ++t) {
      const float* in = filter + t * g.filter_target;
      foresee(in + kAhead * g.filter_target + begin, end - begin);
      for (Index s = begin; s < end; ++s) packed[s * pitch + t] = in[s];
    }
  }
}

// One source channel of one tap of a wide panel whose filter lies [source][target].
void copy_row(const float* in, Index width, float* packed) {
  Index t = 0;
  for (; t + kLanes <= width; t += kLanes) store(packed + t, load(in + t));
  std::copy(in + t, in + width, packed + t);
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
  if (!is_narrow(g)) return pack_stretch(g, {&panel, 1}, w, 0, g.depth(), packed);
  const float* filter = w + first_filter(g, panel);
  for_taps(g, [&](Index tap, Index depth) {
    for (Index t = 0; t < panel.width; ++t) {
      for (Index s = 0; s < g.group_source(); ++s) {
        packed[t * g.depth() + depth + s] = filter[tap + t * g.filter_target + s * g.filter_source];
      }
    }
  });
}

void pack_stretch(const Gather& g, std::span<const Panel> panels, const float* w, Index begin,
                  Index end, float* packed) {
  const auto place = [&](const Panel& panel, Index depth) {
    const Index pitch = vectors(panel.width) * kLanes;
    return packed + (panel.column - panels[0].column) * (end - begin) + (depth - begin) * pitch;
  };
  for (const Panel& panel : panels) {
    if (panel.width % kLanes != 0) std::fill(place(panel, begin), place(panel, end), 0.0f);
  }
  for_taps(g, [&](Index tap, Index depth) {
    const Index first = std::max(begin - depth, Index{0});
    const Index last = std::min(end - depth, g.group_source());
    if (g.filter_target != 1 && first < last) {
      for (const Panel& panel : panels) {
        const float* filter = w + first_filter(g, panel) + tap + first;
        transpose_tap(g, panel, filter, last - first, place(panel, depth + first));
      }
      return;
    }
    for (Index s = first; s < last; ++s) {
      for (const Panel& panel : panels) {
        const float* filter = w + first_filter(g, panel) + tap + s * g.filter_source;
        foresee(filter + kAhead * g.filter_source, panel.width);
        copy_row(filter, panel.width, place(panel, depth + s));
      }
    }
  });
}

}  // namespace mien::cpu
