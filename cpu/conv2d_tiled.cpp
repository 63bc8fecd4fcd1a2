#include "cpu/conv2d_tiled.h"

#include <algorithm>
#include <span>

#include "cpu/channel_moments.h"
#include "cpu/conv2d_addend.h"
#include "cpu/conv2d_gather.h"
#include "cpu/conv2d_panels.h"
#include "cpu/parallel.h"
#include "cpu/tile.h"
#include "tensor/tensor.h"

namespace mien::cpu::tiled {
namespace {

constexpr Index kBlockPixels = 512;    // per task, at most about this many
constexpr Index kMinBlockPixels = 64;  // and at least, if there are as many
constexpr Index kStretchFloats =
    6 * 1024;  // of a filter panel, so that it stays in the first cache
constexpr Index kPackedFloats = 32 * 1024;  // of the panels that a task packs, in the second
constexpr Index kTasks = 8;                 // wanted at least

/// One product with all that its tasks share.
struct Product {
  Gather gather;
  std::vector<GatherBlock> blocks;
  std::vector<Panel> panels;
  std::vector<Run> runs;
  const float* w;
  Tensor packed;  ///< the filters, panel by panel, as the tiles read them; or undefined
};

// Where one block holds all pixels, a panel belongs to one task, which packs each stretch of its
// panels just before their only use: the filters of a small map are most of what has to be read.
bool packs_in_tasks(const Gather& g, Index pixels, const std::vector<Panel>& panels) {
  return pixels <= kBlockPixels && static_cast<Index>(panels.size()) >= kTasks && !is_narrow(g);
}

std::vector<Product> prepare(const Context& context, std::vector<Gather> gathers,
                             const JoinedMaps& source, const float* w) {
  std::vector<Product> products;
  for (Gather& g : gathers) {
    drop_idle_taps(g);
    g.in_place &= source.is_whole();
    const Index pixels = g.batch * g.rows.count * g.columns.count;
    auto panels = panels_of(g);
    const bool in_tasks = packs_in_tasks(g, pixels, panels);
    auto blocks = gather_blocks(
        g, in_tasks ? pixels : std::clamp(pixels / kTasks, kMinBlockPixels, kBlockPixels));
    auto runs = runs_of(g);
    Tensor packed;
    if (!in_tasks) packed = Tensor({g.depth() * g.groups * padded_targets(g)});
    products.push_back(
        {std::move(g), std::move(blocks), std::move(panels), std::move(runs), w, packed});
  }
  for (Product& p : products) {
    if (!p.packed.defined()) continue;
    float* packed = p.packed.mutable_data<float>();
    parallel_for(context, static_cast<Index>(p.panels.size()), [&](Index i) {
      pack_panel(p.gather, p.panels[i], w, packed + p.panels[i].column * p.gather.depth());
    });
  }
  return products;
}

// Cuts runs into stretches of about equal length, at most `limit`.
std::vector<std::vector<Run>> stretches_of(const std::vector<Run>& runs, Index depth, Index limit) {
  const Index count = std::max<Index>(1, (depth + limit - 1) / limit);
  const Index length = (depth + count - 1) / count;
  std::vector<std::vector<Run>> stretches(1);
  Index room = length;
  for (Run run : runs) {
    while (run.length > 0) {
      if (room == 0) {
        stretches.emplace_back();
        room = length;
      }
      const Index taken = std::min(run.length, room);
      stretches.back().push_back({run.offset, taken, run.depth});
      run = {run.offset + taken, run.length - taken, run.depth + taken};
      room -= taken;
    }
  }
  return stretches;
}

/// The target pixels of a block: where the values of each start, in what it reads and writes.
struct Pixels {
  std::vector<const float*> source;
  std::vector<float*> target;

  Index count() const { return static_cast<Index>(source.size()); }
};

void append_targets(const Gather& g, const GatherBlock& block, float* target,
                    std::vector<float*>& pixels) {
  for (Index n = block.image; n < block.image + block.images; ++n) {
    for (Index q = block.row; q < block.row + block.rows; ++q) {
      const Index row = g.rows.target_first + q * g.rows.target_stride;
      float* line = target + (n * g.target_height + row) * g.target_width * g.target_channels;
      for (Index j = 0; j < g.columns.count; ++j) {
        const Index column = g.columns.target_first + j * g.columns.target_stride;
        pixels.push_back(line + column * g.target_channels);
      }
    }
  }
}

Index first_channel(const Gather& g, const Panel& panel) {
  return panel.group * g.group_target() + panel.first;
}

ProductTile tile_of(const Product& p, const Panel& panel, const float* bias, float slope) {
  const Gather& g = p.gather;
  ProductTile tile{};
  tile.source_shift = panel.group * g.group_source();
  tile.target_shift = first_channel(g, panel);
  if (p.packed.defined()) tile.filter = p.packed.data<float>() + panel.column * g.depth();
  tile.depth = g.depth();
  tile.width = panel.width;
  tile.initial = bias ? bias + panel.column : nullptr;
  tile.slope = slope;
  return tile;
}

// One of the stretches whose sums make up the target; what follows the sums belongs to the last.
void multiply_stretch(ProductTile tile, const Pixels& pixels, bool first, bool last) {
  tile.accumulate = !first;
  if (!last) tile.slope = 1;
  for (Index i = 0; i < pixels.count(); i += kTileRows) {
    tile.source = &pixels.source[i];
    tile.target = &pixels.target[i];
    with_tile<kTileRows, kTileVectors>(
        std::min<Index>(kTileRows, pixels.count() - i), vectors(tile.width),
        [&]<int Rows, int Vectors> { multiply_tile<Rows, Vectors>(tile); });
  }
}

// One wide panel of one block: stretch by stretch, so that the filter's piece is read from the
// first cache by all tiles.
void multiply_wide(const Product& p, const Panel& panel, ProductTile tile, const Pixels& pixels) {
  const Index pitch = vectors(panel.width) * kLanes;
  const float* filter = tile.filter;
  const auto stretches = stretches_of(p.runs, p.gather.depth(), kStretchFloats / pitch);
  for (const auto& stretch : stretches) {
    tile.runs = stretch.data();
    tile.run_count = static_cast<Index>(stretch.size());
    tile.filter = filter + (stretch.empty() ? 0 : stretch[0].depth * pitch);
    multiply_stretch(tile, pixels, &stretch == &stretches.front(), &stretch == &stretches.back());
  }
}

// The wide panels of a task that packs them itself.
void pack_and_multiply(const Product& p, std::span<const Panel> panels, const float* bias,
                       float slope, const Pixels& pixels) {
  const Index columns = panels.back().column - panels[0].column + kTileVectors * kLanes;
  std::vector<float> packed(kPackedFloats + columns);
  const auto stretches = stretches_of(p.runs, p.gather.depth(), 1 + kPackedFloats / columns);
  for (const auto& stretch : stretches) {
    const Index begin = stretch.empty() ? 0 : stretch.front().depth;
    const Index end = stretch.empty() ? 0 : stretch.back().depth + stretch.back().length;
    pack_stretch(p.gather, panels, p.w, begin, end, packed.data());
    for (const Panel& panel : panels) {
      ProductTile tile = tile_of(p, panel, bias, slope);
      tile.runs = stretch.data();
      tile.run_count = static_cast<Index>(stretch.size());
      tile.filter = packed.data() + (panel.column - panels[0].column) * (end - begin);
      multiply_stretch(tile, pixels, &stretch == &stretches.front(), &stretch == &stretches.back());
    }
  }
}

void multiply_narrow(const Product& p, const Panel& panel, ProductTile tile, const Pixels& pixels) {
  tile.runs = p.runs.data();
  tile.run_count = static_cast<Index>(p.runs.size());
  for (Index i = 0; i < pixels.count(); i += kDotRows) {
    tile.source = &pixels.source[i];
    tile.target = &pixels.target[i];
    with_tile<kDotRows, kDotTargets>(std::min<Index>(kDotRows, pixels.count() - i), panel.width,
                                     [&]<int Rows, int Targets> { dot_tile<Rows, Targets>(tile); });
  }
}

struct Task {
  const Product* product;
  const GatherBlock* block;
  Index number;  ///< of the block, among those of all products
  Index first_panel, last_panel;
};

std::vector<Task> tasks_of(const std::vector<Product>& products) {
  Index blocks = 0;
  for (const Product& p : products) blocks += static_cast<Index>(p.blocks.size());
  std::vector<Task> tasks;
  Index number = 0;
  for (const Product& p : products) {
    const Index panels = static_cast<Index>(p.panels.size());
    const Index parts = std::min(panels, (kTasks + blocks - 1) / blocks);
    for (const GatherBlock& block : p.blocks) {
      for (Index i = 0; i < parts; ++i) {
        tasks.push_back({&p, &block, number, panels * i / parts, panels * (i + 1) / parts});
      }
      ++number;
    }
  }
  return tasks;
}

// bias laid out by Panel::column; empty if there is none.
std::vector<float> padded_bias(const Gather& g, const float* bias) {
  if (!bias) return {};
  const Index pitch = padded_targets(g);
  std::vector<float> padded(static_cast<std::size_t>(g.groups * pitch));
  for (Index group = 0; group < g.groups; ++group) {
    std::copy_n(bias + group * g.group_target(), g.group_target(), &padded[group * pitch]);
  }
  return padded;
}

// All panels of one task.
void multiply_panels(const Product& p, std::span<const Panel> panels, const float* bias,
                     float slope, const Pixels& pixels) {
  if (!p.packed.defined()) return pack_and_multiply(p, panels, bias, slope, pixels);
  const auto multiply_panel = is_narrow(p.gather) ? multiply_narrow : multiply_wide;
  for (const Panel& panel : panels) {
    multiply_panel(p, panel, tile_of(p, panel, bias, slope), pixels);
  }
}

void multiply(const Context& context, std::vector<Gather> gathers, const JoinedMaps& source,
              const float* w, const Conv2dEpilogue<float>& epilogue, float* target) {
  const std::vector<Product> products = prepare(context, std::move(gathers), source, w);
  const std::vector<float> bias = padded_bias(products[0].gather, epilogue.bias);
  const std::vector<Task> tasks = tasks_of(products);
  Index slab = 0;
  for (const Task& t : tasks) slab = std::max(slab, slab_size(t.product->gather, *t.block));
  Tensor workspace({context.threads * slab});
  float* slabs = workspace.mutable_data<float>();
  BlockMoments moments(epilogue.wants_moments() ? products[0].gather.target_channels : 0);
  if (epilogue.wants_moments()) moments.add_blocks(tasks.back().number + 1);

  parallel_for_workers(context, static_cast<Index>(tasks.size()), [&](int worker, Index i) {
    const auto& [p, block, number, first, last] = tasks[i];
    Pixels pixels;
    read_block(p->gather, *block, source, slabs + worker * slab, pixels.source);
    append_targets(p->gather, *block, target, pixels.target);
    const std::span<const Panel> panels(&p->panels[first], last - first);
    multiply_panels(*p, panels, bias.empty() ? nullptr : bias.data(),
                    epilogue.addend ? 1.0f : epilogue.slope, pixels);
    const Index channel = first_channel(p->gather, panels.front());
    const Index end = first_channel(p->gather, panels.back()) + panels.back().width;
    if (epilogue.addend) add_to_block(epilogue, target, pixels.target, channel, end - channel);
    if (!epilogue.wants_moments()) return;
    moments.assign<float>(number, pixels.count(), channel, end - channel,
                          [&](Index r) { return pixels.target[r] + channel; });
  });
  if (epilogue.wants_moments()) moments.merge(epilogue.mean, epilogue.variance);
}

}  // namespace

void conv2d(const Context& context, const Conv2dGeometry& g, const JoinedMaps& x, const float* w,
            const Conv2dEpilogue<float>& epilogue, float* y) {
  multiply(context, {forward_gather(g)}, x, w, epilogue, y);
}

void conv2d_input_gradient(const Context& context, const Conv2dGeometry& g, const JoinedMaps& dy,
                           const float* w, const Conv2dEpilogue<float>& epilogue,
                           const SplitMaps& dx) {
  dx.for_each(g.in_channels, [&](const SplitMaps::Map& map, Index first) {
    std::vector<Gather> gathers = adjoint_gathers(g);
    for (Gather& gather : gathers) gather.target_channels = map.channels;
    Conv2dEpilogue<float> own = epilogue;
    if (own.bias) own.bias += first;
    multiply(context, std::move(gathers), dy, w + first, own, map.values);
  });
}

}  // namespace mien::cpu::tiled
