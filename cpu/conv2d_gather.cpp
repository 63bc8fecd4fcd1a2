#include "cpu/conv2d_gather.h"

#include <algorithm>

#include "cpu/copy_blocks.h"

namespace mien::cpu {
namespace {

GatherAxis forward_axis(Index count, Index kernel, Index stride, Index dilation, Index pad) {
  GatherAxis axis{count, 0, 1, stride, {}};
  for (Index t = 0; t < kernel; ++t) axis.taps.push_back({t, t * dilation - pad});
  return axis;
}

GatherAxis adjoint_axis(Index phase, Index count, Index kernel, Index stride, Index dilation,
                        Index pad) {
  GatherAxis axis{(count - phase + stride - 1) / stride, phase, stride, 1, {}};
  for (Index t = kernel - 1; t >= 0; --t) {
    const Index distance = phase + pad - t * dilation;
    if (distance % stride == 0) axis.taps.push_back({t, distance / stride});
  }
  return axis;
}

bool stays_inside(const GatherAxis& axis, Index extent) {
  return axis.lowest() >= 0 && axis.lowest() + axis.span(axis.count) <= extent;
}

void drop_idle_taps(GatherAxis& axis, Index extent) {
  std::erase_if(axis.taps, [&](const Tap& tap) {
    for (Index q = 0; q < axis.count; ++q) {
      const Index at = q * axis.source_stride + tap.offset;
      if (at >= 0 && at < extent) return false;
    }
    return true;
  });
}

Gather with_access(Gather g) {
  g.in_place = stays_inside(g.rows, g.source_height) && stays_inside(g.columns, g.source_width);
  return g;
}

// Copies neighbouring pixels, from number `first` on, all channels of each side by side.
void copy_pixels(const JoinedMaps& source, Index channels, Index first, Index count, float* to) {
  source.for_each(channels, [&](const JoinedMaps::Map& map, Index channel) {
    copy_blocks(count, map.channels, map.values + first * map.channels, map.channels, to + channel,
                channels);
  });
}

// Copies the rows of a block, a slab for each image, with zeros where they leave the source.
void copy_slab(const Gather& g, const GatherBlock& block, const JoinedMaps& source, float* slab) {
  const Index channels = g.source_channels, left = g.columns.lowest();
  const Index height = g.rows.span(block.rows), width = g.columns.span(g.columns.count);
  // Columns [begin, end) of the slab lie inside the source.
  const Index begin = std::clamp<Index>(-left, 0, width);
  const Index end = std::clamp<Index>(g.source_width - left, begin, width);
  for (Index n = block.image; n < block.image + block.images; ++n) {
    for (Index i = 0; i < height; ++i, slab += width * channels) {
      const Index row = block.row * g.rows.source_stride + g.rows.lowest() + i;
      if (row < 0 || row >= g.source_height || begin == end) {
        std::fill_n(slab, width * channels, 0.0f);
        continue;
      }
      const Index first = (n * g.source_height + row) * g.source_width + left + begin;
      std::fill_n(slab, begin * channels, 0.0f);
      copy_pixels(source, channels, first, end - begin, slab + begin * channels);
      std::fill_n(slab + end * channels, (width - end) * channels, 0.0f);
    }
  }
}

}  // namespace

Gather forward_gather(const Conv2dGeometry& g) {
  const Index filter = g.kernel_height * g.kernel_width * g.group_in();
  return with_access(
      {.rows = forward_axis(g.out_height, g.kernel_height, g.stride_h, g.dilation_h, g.pad_top),
       .columns = forward_axis(g.out_width, g.kernel_width, g.stride_w, g.dilation_w, g.pad_left),
       .batch = g.batch,
       .groups = g.groups,
       .source_height = g.in_height,
       .source_width = g.in_width,
       .source_channels = g.in_channels,
       .target_height = g.out_height,
       .target_width = g.out_width,
       .target_channels = g.out_channels,
       .kernel_width = g.kernel_width,
       .filter_group = g.group_out() * filter,
       .filter_tap = g.group_in(),
       .filter_source = 1,
       .filter_target = filter,
       .in_place = false});
}

void drop_idle_taps(Gather& g) {
  drop_idle_taps(g.rows, g.source_height);
  drop_idle_taps(g.columns, g.source_width);
  g = with_access(std::move(g));
}

std::vector<Gather> adjoint_gathers(const Conv2dGeometry& g) {
  const Index filter = g.kernel_height * g.kernel_width * g.group_in();
  std::vector<Gather> phases;
  for (Index i = 0; i < std::min(g.stride_h, g.in_height); ++i) {
    for (Index j = 0; j < std::min(g.stride_w, g.in_width); ++j) {
      phases.push_back(with_access({.rows = adjoint_axis(i, g.in_height, g.kernel_height,
                                                         g.stride_h, g.dilation_h, g.pad_top),
                                    .columns = adjoint_axis(j, g.in_width, g.kernel_width,
                                                            g.stride_w, g.dilation_w, g.pad_left),
                                    .batch = g.batch,
                                    .groups = g.groups,
                                    .source_height = g.out_height,
                                    .source_width = g.out_width,
                                    .source_channels = g.out_channels,
                                    .target_height = g.in_height,
                                    .target_width = g.in_width,
                                    .target_channels = g.in_channels,
                                    .kernel_width = g.kernel_width,
                                    .filter_group = g.group_out() * filter,
                                    .filter_tap = g.group_in(),
                                    .filter_source = filter,
                                    .filter_target = 1,
                                    .in_place = false}));
    }
  }
  return phases;
}

std::vector<GatherBlock> gather_blocks(const Gather& gather, Index pixels) {
  const Index width = gather.columns.count, height = gather.rows.count;
  std::vector<GatherBlock> blocks;
  if (width * height <= pixels) {
    const Index count = std::max<Index>(1, gather.batch * width * height / pixels);
    for (Index i = 0; i < count; ++i) {
      const Index begin = gather.batch * i / count, end = gather.batch * (i + 1) / count;
      blocks.push_back({begin, end - begin, 0, height});
    }
    return blocks;
  }
  const Index count = std::min(height, width * height / pixels);
  for (Index n = 0; n < gather.batch; ++n) {
    for (Index i = 0; i < count; ++i) {
      const Index begin = height * i / count, end = height * (i + 1) / count;
      blocks.push_back({n, 1, begin, end - begin});
    }
  }
  return blocks;
}

Index slab_size(const Gather& g, const GatherBlock& block) {
  return g.in_place ? 0 : block.images * g.rows.span(block.rows) * g.row_pitch();
}

void read_block(const Gather& g, const GatherBlock& block, const JoinedMaps& source,
                float* workspace, std::vector<const float*>& pixels) {
  const Index pitch = g.row_pitch();
  Index image_pitch = g.rows.span(block.rows) * pitch;
  const float* first = workspace;
  if (g.in_place) {
    image_pitch = g.source_height * pitch;
    first = source.whole() + block.image * image_pitch +
            (block.row * g.rows.source_stride + g.rows.lowest()) * pitch +
            g.columns.lowest() * g.source_channels;
  } else {
    copy_slab(g, block, source, workspace);
  }
  for (Index n = 0; n < block.images; ++n) {
    for (Index q = 0; q < block.rows; ++q) {
      const float* row = first + n * image_pitch + q * g.rows.source_stride * pitch;
      for (Index j = 0; j < g.columns.count; ++j) {
        pixels.push_back(row + j * g.columns.source_stride * g.source_channels);
      }
    }
  }
}

std::vector<Run> runs_of(const Gather& g) {
  std::vector<Run> runs;
  Index depth = 0;
  for (const Tap& a : g.rows.taps) {
    for (const Tap& b : g.columns.taps) {
      const Index offset = (a.offset - g.rows.lowest()) * g.row_pitch() +
                           (b.offset - g.columns.lowest()) * g.source_channels;
      if (!runs.empty() && runs.back().offset + runs.back().length == offset) {
        runs.back().length += g.group_source();
      } else {
        runs.push_back({offset, g.group_source(), depth});
      }
      depth += g.group_source();
    }
  }
  return runs;
}

}  // namespace mien::cpu
