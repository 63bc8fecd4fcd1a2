#pragma once

#include <vector>

#include "cpu/joined_maps.h"
#include "tensor/conv2d_geometry.h"

namespace mien::cpu {

// Note [Convolution as a product over gathered pixels]
//
// A convolution is a matrix product: each output pixel is a row of gathered input values times the
// filters. Images are channels-last, so what an output pixel reads in one filter row is one
// contiguous run of kernel_width * channels floats, and neighbouring pixels read overlapping runs
// of the same memory. The product therefore never writes the gathered matrix down: a few rows of
// the source are copied into a zero-padded slab that stays in cache, and the tile kernels read
// their runs from there. Channels that lie in several maps are joined on the way.
//
// The input gradient is the same product with source and target exchanged. With a stride it falls
// apart into phases: target rows first + q * stride read, for increasing q, neighbouring source
// rows through those taps only that meet them. So there is no scattering, every output is written
// once, and a 4x4 filter of stride 2 becomes four 2x2 filters of stride 1.

/// A tap of the filter along one axis, and the source position it reads for target number 0.
struct Tap {
  Index index, offset;
};

/// One axis of a product: target q, at position target_first + q * target_stride, reads source
/// positions q * source_stride + taps[t].offset. Taps are sorted by offset.
struct GatherAxis {
  Index count, target_first, target_stride, source_stride;
  std::vector<Tap> taps;

  Index lowest() const { return taps.empty() ? 0 : taps.front().offset; }
  Index highest() const { return taps.empty() ? 0 : taps.back().offset; }
  /// Source positions that `targets` neighbouring targets span.
  Index span(Index targets) const {
    return (targets - 1) * source_stride + highest() - lowest() + 1;
  }
};

/// One 2-D product: which source values make up which target pixel, and where the filter lies.
struct Gather {
  GatherAxis rows, columns;
  Index batch, groups;
  Index source_height, source_width, source_channels;
  Index target_height, target_width, target_channels;
  /// The filter value of tap (a, b) between channel s of a group's source and t of its target is at
  /// group * filter_group + (a * kernel_width + b) * filter_tap + s * filter_source
  /// + t * filter_target.
  Index kernel_width, filter_group, filter_tap, filter_source, filter_target;
  bool in_place;  ///< no target reads outside of the source: it is read where it is, not copied

  Index group_source() const { return source_channels / groups; }
  Index group_target() const { return target_channels / groups; }
  /// Values of the source that one target value depends on.
  Index depth() const {
    return static_cast<Index>(rows.taps.size() * columns.taps.size()) * group_source();
  }
  /// Floats between rows of what the tiles read: of a slab, or of the source if in place.
  Index row_pitch() const {
    return (in_place ? source_width : columns.span(columns.count)) * source_channels;
  }
};

/// The product that computes the convolution: source x, target y.
Gather forward_gather(const Conv2dGeometry& g);

/// Leaves out the taps that meet nothing but padding, whatever the target: most of those of a large
/// filter on a map of few pixels.
void drop_idle_taps(Gather& gather);

/// The products, one per phase, that compute the input gradient: source dy, target dx.
std::vector<Gather> adjoint_gathers(const Conv2dGeometry& g);

/// Target rows [row, row + rows) of images [image, image + images).
struct GatherBlock {
  Index image, images, row, rows;
};

/// Cuts the target into blocks of about `pixels` pixels: some rows of one image, or whole images.
std::vector<GatherBlock> gather_blocks(const Gather& gather, Index pixels);

/// The floats of workspace that `read_block` needs for a block.
Index slab_size(const Gather& gather, const GatherBlock& block);

/// Makes what a block reads available, copied into `workspace` with zeros around unless the source
/// can be read in place, which takes a whole one. Appends for each target pixel the address of its
/// first value.
void read_block(const Gather& gather, const GatherBlock& block, const JoinedMaps& source,
                float* workspace, std::vector<const float*>& pixels);

/// A contiguous piece of the values that a target pixel reads: `length` floats, `offset` after the
/// pixel's first, against filter rows `depth` onwards.
struct Run {
  Index offset, length, depth;
};

/// The runs of every target pixel, in the order of taps; together gather.depth() long.
std::vector<Run> runs_of(const Gather& gather);

}  // namespace mien::cpu
