#include "cpu/conv2d_winograd.h"

#include "cpu/conv2d_panels.h"
#include "cpu/parallel.h"
#include "cpu/tile.h"
#include "cpu/winograd_tiles.h"
#include "tensor/tensor.h"

namespace mien::cpu::winograd {
namespace {

constexpr Index kBlockFloats = 160 * 1024;  // of a task's values at all points, about
constexpr Index kMinBlock = 24;             // tiles, so that reading the filters pays
constexpr Index kMaxBlock = 96;
constexpr Index kTasks = 8;             // wanted at least
constexpr Index kStretchFloats = 6144;  // of a filter panel, so that it stays in the first cache

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

/// The filters at all points: [point][panel][depth][channel], as the tiles read them.
template <class A>
Tensor transform_filters(const Context& context, const Tiling& tiling,
                         const std::vector<Panel>& panels, const float* w) {
  const Gather& g = *tiling.gather;
  const Index source = g.group_source(), depth = tiling.depth(), targets = padded_targets(g);
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
        float* out = all + panel.column * depth + part * source * pitch + at;
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
                             .accumulate = s > 0};
      with_tile<kTileRows, kTileVectors>(rows, vectors(panel.width), [&]<int Rows, int Vectors> {
        multiply_tile<Rows, Vectors>(tile);
      });
    }
  }
}

/// A product at work: tiles are evaluated at all points, multiplied point by point, interpolated.
template <class A>
struct Product {
  static constexpr Index kPoints = A::kPoints * A::kPoints;

  const Tiling& tiling;
  const std::vector<Panel>& panels;
  const Tensor& filters;
  Index block;  ///< tiles, at most, that are worked on together

  Index depth() const { return tiling.depth(); }
  Index targets() const { return padded_targets(*tiling.gather); }
  Index x_pitch() const { return block * depth() + kSkew; }
  Index y_pitch() const { return block * targets() + kSkew; }

  /// Tile `t` of the source, as number `place` of a block.
  void evaluate(Index t, const float* source, Index place, float* x) const {
    evaluate_source<A>(tiling, t, source, x + place * depth(), x_pitch());
  }

  /// Tiles [begin, begin + count) and panels [first, last) of the target.
  void complete(const float* x, Index begin, Index count, Index first, Index last,
                const float* bias, float* y, float* target) const {
    for (Index p = 0; p < kPoints; ++p) {
      const float* filter = filters.data<float>() + p * filters.dim(1);
      for (Index i = first; i < last; ++i) {
        multiply_panel(x + p * x_pitch(), count, depth(), filter + panels[i].column * depth(),
                       panels[i], y + p * y_pitch() + panels[i].first, targets());
      }
    }
    const Index channel = panels[first].first;
    const Index channels = panels[last - 1].first + panels[last - 1].width - channel;
    for (Index t = 0; t < count; ++t) {
      interpolate_tile<A::kOutput>(y + t * targets() + channel, y_pitch(),
                                   bias ? bias + channel : nullptr, channels,
                                   tiling.target(begin + t, target + channel));
    }
  }
};

template <class A>
void multiply(const Context& context, const Gather& g, const float* source, const float* w,
              const float* bias, float* target) {
  const Tiling tiling(g, A::kOutputs, A::kTaps);
  const std::vector<Panel> panels = panels_of(g);
  const Index panel_count = static_cast<Index>(panels.size());
  const Cut cut(tiling, g.target_channels, panel_count);
  const Tensor filters = transform_filters<A>(context, tiling, panels, w);
  const Product<A> product{tiling, panels, filters, cut.block};
  const Index x_size = product.kPoints * product.x_pitch();
  const Index y_size = product.kPoints * product.y_pitch();
  // Tasks that share a block's source evaluate it together beforehand.
  const bool shared = cut.shares > 1;
  Tensor x_values({(shared ? cut.blocks : context.threads) * x_size});
  Tensor y_values({context.threads * y_size});
  float* xs = x_values.mutable_data<float>();
  float* ys = y_values.mutable_data<float>();

  if (shared) {
    parallel_for(context, tiling.count(), [&](Index t) {
      product.evaluate(t, source, t % cut.block, xs + t / cut.block * x_size);
    });
  }
  parallel_for_workers(context, cut.blocks * cut.shares, [&](int worker, Index task) {
    const Index block = task / cut.shares, share = task % cut.shares;
    const Index begin = block * cut.block, count = std::min(cut.block, tiling.count() - begin);
    float* x = xs + (shared ? block : worker) * x_size;
    if (!shared) {
      for (Index t = 0; t < count; ++t) product.evaluate(begin + t, source, t, x);
    }
    product.complete(x, begin, count, panel_count * share / cut.shares,
                     panel_count * (share + 1) / cut.shares, bias, ys + worker * y_size, target);
  });
}

}  // namespace

void conv2d(const Context& context, const Conv2dGeometry& g, const float* x, const float* w,
            const float* bias, float* y) {
  with_algorithm(g, [&]<class A> { multiply<A>(context, forward_gather(g), x, w, bias, y); });
}

void conv2d_input_gradient(const Context& context, const Conv2dGeometry& g, const float* dy,
                           const float* w, const float* bias, float* dx) {
  with_algorithm(g, [&]<class A> {
    for (const Gather& phase : adjoint_gathers(g)) multiply<A>(context, phase, dy, w, bias, dx);
  });
}

}  // namespace mien::cpu::winograd
