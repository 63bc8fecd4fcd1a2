#include "cpu/conv2d_winograd.h"
#include "cpu/parallel.h"
#include "cpu/tile.h"
#include "cpu/winograd_tiles.h"
#include "tensor/tensor.h"

namespace mien::cpu::winograd {
namespace {

constexpr Index kBlockFloats = 2 * 1024 * 1024;  // of x and dy at all points, about
constexpr Index kMinBlock = 64;                  // tiles summed before a sum is written
constexpr Index kMaxBlock = 256;
constexpr Index kSumBytes = 16 << 20;  // of a strip's sums at all points, about

/// Sums, at one point, over the tiles of a block: dw[o][k] (+)= sum over t of dy[t][o] * x[t][k].
void add_products(const float* x, Index depth, const float* dy, Index dy_pitch, Index outputs,
                  Index tiles, float* dw, bool accumulate) {
  std::vector<const float*> rows(tiles);
  for (Index t = 0; t < tiles; ++t) rows[t] = x + t * depth;
  constexpr Index kWidth = kTileVectors * kLanes;
  for (Index k = 0; k < depth; k += kWidth) {
    const Index width = std::min(kWidth, depth - k);
    for (Index o = 0; o < outputs; o += kTileRows) {
      const WeightTile tile{.dy = dy + o,
                            .dy_pitch = dy_pitch,
                            .x = rows.data(),
                            .x_shift = k,
                            .pixel_count = tiles,
                            .dw = dw + o * depth + k,
                            .dw_pitch = depth,
                            .width = width,
                            .accumulate = accumulate};
      with_tile<kTileRows, kTileVectors>(
          std::min<Index>(kTileRows, outputs - o), vectors(width),
          [&]<int Rows, int Vectors> { weight_tile<Rows, Vectors>(tile); });
    }
  }
}

template <class A>
void interpolate_filters(const Context& context, const Tiling& tiling, const float* sums,
                         Index pitch, Index outputs, float* dw) {
  const Gather& g = *tiling.gather;
  const Index depth = tiling.depth(), source = g.group_source();
  parallel_for(context, outputs, [&](Index o) {
    for (Index part = 0; part < tiling.parts(); ++part) {
      for (Index s = 0; s < source; s += kLanes) {
        const float* in = sums + o * depth + part * source + s;
        float* out = dw + o * g.filter_target + s;
        interpolate_2d<A::kFilter>(
            [&](int i, int j) { return load(in + (i * A::kPoints + j) * pitch); },
            [&](int i, int j, Vector v) { store(out + tiling.tap(part, i, j) * g.filter_tap, v); });
      }
    }
  });
}

template <class A>
void weight_gradient(const Context& context, const Gather& g, const JoinedMaps& x, const float* dy,
                     float* dw) {
  constexpr Index kPoints = A::kPoints * A::kPoints;
  const Tiling tiling(g, A::kOutputs, A::kTaps);
  const Index depth = tiling.depth(), outputs = g.target_channels;
  const Index block =
      std::clamp(kBlockFloats / (kPoints * (depth + outputs)), kMinBlock, kMaxBlock);
  const Index x_pitch = block * depth + kSkew, dy_pitch = block * outputs + kSkew;
  Tensor x_values({kPoints, x_pitch}), dy_values({kPoints, dy_pitch});
  // Output channels whose sums are at work together, whole tiles of them.
  const Index row_bytes = kPoints * depth * Index{sizeof(float)};
  const Index rows = std::min(kSumBytes, context.workspace) / row_bytes;
  const Index strip = std::clamp(rows / kTileRows * kTileRows, Index{kTileRows},
                                 std::max<Index>(outputs, kTileRows));
  const Index sum_pitch = strip * depth + kSkew;
  Tensor sums({kPoints, sum_pitch});
  float* x_points = x_values.mutable_data<float>();
  float* dy_points = dy_values.mutable_data<float>();
  float* sum = sums.mutable_data<float>();

  const auto evaluate = [&](Index begin, Index count) {
    parallel_for(context, count, [&](Index t) {
      evaluate_source<A>(tiling, begin + t, x, x_points + t * depth, x_pitch);
      evaluate_tile<A::kOutput>(tiling.target(begin + t).of(dy, outputs), outputs,
                                dy_points + t * outputs, dy_pitch);
    });
  };
  const bool one_block = tiling.count() <= block;  // evaluated once for all strips
  if (one_block) evaluate(0, tiling.count());
  for (Index first = 0; first < outputs; first += strip) {
    const Index width = std::min(strip, outputs - first);
    for (Index begin = 0; begin < tiling.count(); begin += block) {
      const Index count = std::min(block, tiling.count() - begin);
      if (!one_block) evaluate(begin, count);
      parallel_for(context, kPoints, [&](Index p) {
        add_products(x_points + p * x_pitch, depth, dy_points + p * dy_pitch + first, outputs,
                     width, count, sum + p * sum_pitch, begin > 0);
      });
    }
    interpolate_filters<A>(context, tiling, sum, sum_pitch, width, dw + first * g.filter_target);
  }
}

}  // namespace

void conv2d_weight_gradient(const Context& context, const Conv2dGeometry& g, const JoinedMaps& x,
                            const float* dy, float* dw) {
  with_algorithm(g, [&]<class A> { weight_gradient<A>(context, forward_gather(g), x, dy, dw); });
}

}  // namespace mien::cpu::winograd
