#include "cpu/conv2d_winograd.h"

#include <span>

#include "cpu/channel_moments.h"
#include "cpu/conv2d_addend.h"
#include "cpu/conv2d_panels.h"
#include "cpu/filter_cache.h"
#include "cpu/parallel.h"
#include "cpu/tile.h"
#include "cpu/winograd_tiles.h"
#include "tensor/tensor.h"

namespace mien::cpu::winograd {
namespace {

constexpr Index kBlockFloats = 160 * 1024;  // of a task's values at all points, about
constexpr Index kMinBlock = 24;             // tiles, so that reading the filters pays
constexpr Index kMaxBlock = 96;
constexpr Index kTasks = 8;              // wanted at least
constexpr Index kStripBytes = 16 << 20;  // of filters at all points, where tiles are few
constexpr Index kStretchFloats = 6144;   // of a filter panel, so that it stays in the first cache

Index whole_tiles(Index count) { return (count + kTileRows - 1) / kTileRows * kTileRows; }

/// The cutting of a product into tasks: blocks of tiles, and where these are few, shares of panels.
struct Cut {
  Index blocks, shares, block;

  Cut(const Tiling& t, Index targets, Index panels) {
    const Index each = t.points * t.points * (t.depth() + targets);
    const Index room = std::clamp(whole_tiles(kBlockFloats / each), kMinBlock, kMaxBlock);
    const Index wanted = std::max(kMinBlock, whole_tiles((t.count() + kTasks - 1) / kTasks));
    block = std::min(room, wanted);
    blocks = (t.count() + block - 1) / block;
    shares = std::min(panels, (kTasks + blocks - 1) / blocks);
  }
};

using Panels = std::span<const Panel>;

Index columns_of(Panels panels) {
  return panels.back().column - panels[0].column + vectors(panels.back().width) * kLanes;
}

/// The filters of some panels at all points: [point][panel][depth][channel], as the tiles read
/// them.
template <class A>
Tensor transform_filters(const Context& context, const Tiling& tiling, Panels panels,
                         const float* w) {
  const Gather& g = *tiling.gather;
  const Index source = g.group_source(), depth = tiling.depth(), targets = columns_of(panels);
  const Index raw_size = g.depth() * kTileVectors * kLanes;
  Tensor filters({A::kPoints * A::kPoints, targets * depth + kSkew});
  Tensor workspace({context.threads * raw_size});
  float* all = filters.mutable_data<float>();
  float* raws = workspace.mutable_data<float>();
  parallel_for_workers(context, static_cast<Index>(panels.size()), [&](int worker, Index i) {
    const Panel& panel = panels[i];
    const Index pitch = vectors(panel.width) * kLanes;
    float* raw = raws + worker * raw_size;
    pack_panel(g, panel, w, raw);
    for (Index part = 0; part < tiling.parts(); ++part) {
      for (Index at = 0; at < source * pitch; at += kLanes) {
        float* out = all + (panel.column - panels[0].column) * depth + part * source * pitch + at;
        evaluate_2d<A::kFilter>(
            [&](int a, int b) { return load(raw + tiling.tap(part, a, b) * source * pitch + at); },
            [&](int a, int b, Vector v) {
              store(out + (a * A::kPoints + b) * (targets * depth + kSkew), v);
            });
      }
    }
  });
  return filters;
}

// target[t][c] = sum over k of source[t][k] * filter[k][c], for some tiles and one panel.
void multiply_panel(const float* source, Index tiles, Index depth, const float* filter,
                    const Panel& panel, float* target, Index target_pitch) {
  const Index pitch = vectors(panel.width) * kLanes;
  const Index stretches = (depth * pitch + kStretchFloats - 1) / kStretchFloats;
  for (Index s = 0; s < stretches; ++s) {
    const Index begin = depth * s / stretches, end = depth * (s + 1) / stretches;
    const Run run{begin, end - begin, begin};
    for (Index t = 0; t < tiles; t += kTileRows) {
      const Index rows = std::min<Index>(kTileRows, tiles - t);
      const float* from[kTileRows];
      float* to[kTileRows];
      for (Index r = 0; r < rows; ++r) {
        from[r] = source + (t + r) * depth;
        to[r] = target + (t + r) * target_pitch;
      }
      const ProductTile tile{.source = from,
                             .source_shift = 0,
                             .runs = &run,
                             .run_count = 1,
                             .filter = filter + begin * pitch,
                             .depth = depth,
                             .initial = nullptr,
                             .target = to,
                             .target_shift = 0,
                             .width = pitch,
                             .accumulate = s > 0,
                             .slope = 1};
      with_tile<kTileRows, kTileVectors>(rows, vectors(panel.width), [&]<int Rows, int Vectors> {
        multiply_tile<Rows, Vectors>(tile);
      });
    }
  }
}

// The pixels of tiles [begin, begin + count) in `map`, which has the target's shape, line by line.
std::vector<float*> pixels_of(const Tiling& tiling, Index begin, Index count, float* map) {
  std::vector<float*> pixels;
  for (Index t = begin, next; t < begin + count; t = next) {
    next = std::min(begin + count, (t / tiling.columns + 1) * tiling.columns);
    const Index width = (next - 1 - t) * tiling.outputs + tiling.target(next - 1).right;
    const auto tile = tiling.target(t).of(map, tiling.gather->target_channels);
    for (Index i = 0; i < tile.bottom; ++i) {
      for (Index j = 0; j < width; ++j) pixels.push_back(tile.at(i, j));
    }
  }
  return pixels;
}

/// A product at work: tiles are evaluated at all points, multiplied point by point, interpolated.
template <class A>
struct Product {
  static constexpr Index kPoints = A::kPoints * A::kPoints;

  const Tiling& tiling;
  Index block;  ///< tiles, at most, that are worked on together

  Index depth() const { return tiling.depth(); }
  Index targets() const { return padded_targets(*tiling.gather); }
  Index x_pitch() const { return block * depth() + kSkew; }
  Index y_pitch() const { return block * targets() + kSkew; }

  /// Tile `t` of the source, as number `place` of a block.
  void evaluate(Index t, const JoinedMaps& source, Index place, float* x) const {
    evaluate_source<A>(tiling, t, source, x + place * depth(), x_pitch());
  }

  /// Tiles [begin, begin + count) and some panels of the target; `filters` are theirs, each
  /// point's filter_pitch after the one before.
  void complete(const float* x, Index begin, Index count, Panels panels, const float* filters,
                Index filter_pitch, float* y, const Conv2dEpilogue<float>& epilogue,
                const SplitMaps& target) const {
    for (Index p = 0; p < kPoints; ++p) {
      for (const Panel& panel : panels) {
        const float* filter = filters + p * filter_pitch;
        multiply_panel(x + p * x_pitch(), count, depth(),
                       filter + (panel.column - panels[0].column) * depth(), panel,
                       y + p * y_pitch() + panel.first, targets());
      }
    }
    const Index channel = panels[0].first;
    const Index channels = panels.back().first + panels.back().width - channel;
    for (Index t = 0; t < count; ++t) {
      const TilePlace place = tiling.target(begin + t);
      target.for_each(tiling.gather->target_channels, [&](const SplitMaps::Map& map, Index first) {
        const Index from = std::max(channel, first);
        const Index to = std::min(channel + channels, first + map.channels);
        if (from >= to) return;
        interpolate_tile<A::kOutput>(y + t * targets() + from, y_pitch(),
                                     epilogue.bias ? epilogue.bias + from : nullptr,
                                     epilogue.addend ? 1.0f : epilogue.slope, to - from,
                                     place.of(map.values + from - first, map.channels));
      });
    }
  }
};

// `key` says which product it is; its panels are set here. Appends its blocks to `moments` where
// they are wanted.
template <class A>
void multiply(const Context& context, FilterKey key, const Gather& g, const JoinedMaps& source,
              Conv2dFilters<float> w, const Conv2dEpilogue<float>& epilogue,
              const SplitMaps& target, BlockMoments& moments) {
  const Tiling tiling(g, A::kOutputs, A::kTaps);
  const std::vector<Panel> panels = panels_of(g);
  const Index panel_count = static_cast<Index>(panels.size());
  const Cut cut(tiling, g.target_channels, panel_count);
  const Product<A> product{tiling, cut.block};
  const Index x_size = product.kPoints * product.x_pitch();
  const Index y_size = product.kPoints * product.y_pitch();
  // Tasks that share a block's source evaluate it together beforehand.
  const bool shared = cut.shares > 1;
  Tensor x_values({(shared ? cut.blocks : context.threads) * x_size});
  Tensor y_values({context.threads * y_size});
  float* xs = x_values.mutable_data<float>();
  float* ys = y_values.mutable_data<float>();

  const Index first_block = epilogue.wants_moments() ? moments.add_blocks(cut.blocks) : 0;
  if (shared) {
    parallel_for(context, tiling.count(), [&](Index t) {
      product.evaluate(t, source, t % cut.block, xs + t / cut.block * x_size);
    });
  }
  const Index panel_bytes =
      product.kPoints * tiling.depth() * kTileVectors * kLanes * Index{sizeof(float)};
  const Index room = shared ? std::min(kStripBytes, context.workspace) : context.workspace;
  const Index strip = std::max<Index>(1, room / panel_bytes);
  for (Index first = 0; first < panel_count; first += strip) {
    const Panels some = Panels(panels).subspan(first, std::min(strip, panel_count - first));
    key.first = first;
    key.count = std::ssize(some);
    const Tensor filters = FilterCache::get(
        key, w.version, [&] { return transform_filters<A>(context, tiling, some, w.values); });
    parallel_for_workers(context, cut.blocks * cut.shares, [&](int worker, Index task) {
      const Index block = task / cut.shares, share = task % cut.shares;
      const Index begin = block * cut.block, count = std::min(cut.block, tiling.count() - begin);
      float* x = xs + (shared ? block : worker) * x_size;
      if (!shared) {
        for (Index t = 0; t < count; ++t) product.evaluate(begin + t, source, t, x);
      }
      const Index all = static_cast<Index>(some.size());
      const Index from = all * share / cut.shares, to = all * (share + 1) / cut.shares;
      if (from == to) return;
      const Index offset = (some[from].column - some[0].column) * tiling.depth();
      product.complete(x, begin, count, some.subspan(from, to - from),
                       filters.data<float>() + offset, filters.dim(1), ys + worker * y_size,
                       epilogue, target);
      if (!epilogue.addend && !epilogue.wants_moments()) return;
      const Index channel = some[from].first, end = some[to - 1].first + some[to - 1].width;
      const auto pixels = pixels_of(tiling, begin, count, target.whole());
      if (epilogue.addend) {
        add_to_block(epilogue, target.whole(), pixels, channel, end - channel);
      }
      if (!epilogue.wants_moments()) return;
      moments.assign<float>(first_block + block, std::ssize(pixels), channel, end - channel,
                            [&](Index r) { return pixels[r] + channel; });
    });
  }
}

}  // namespace

void conv2d(const Context& context, const Conv2dGeometry& g, const JoinedMaps& x,
            Conv2dFilters<float> w, const Conv2dEpilogue<float>& epilogue, float* y) {
  BlockMoments moments(epilogue.wants_moments() ? g.out_channels : 0);
  with_algorithm(g, [&]<class A> {
    multiply<A>(context, {w.values, g, Conv2dPass::forward}, forward_gather(g), x, w, epilogue, y,
                moments);
  });
  if (epilogue.wants_moments()) moments.merge(epilogue.mean, epilogue.variance);
}

void conv2d_input_gradient(const Context& context, const Conv2dGeometry& g, const JoinedMaps& dy,
                           Conv2dFilters<float> w, const Conv2dEpilogue<float>& epilogue,
                           const SplitMaps& dx) {
  BlockMoments moments(epilogue.wants_moments() ? g.in_channels : 0);
  with_algorithm(g, [&]<class A> {
    FilterKey key{w.values, g, Conv2dPass::input_gradient};
    for (const Gather& gather : adjoint_gathers(g)) {
      multiply<A>(context, key, gather, dy, w, epilogue, dx, moments);
      ++key.phase;
    }
  });
  if (epilogue.wants_moments()) moments.merge(epilogue.mean, epilogue.variance);
}

}  // namespace mien::cpu::winograd
