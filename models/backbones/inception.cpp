#include "models/backbones/inception.h"

#include "autograd/ops/avg_pool2d.h"
#include "autograd/ops/max_pool2d.h"
#include "autograd/ops/slice.h"
#include "autograd/ops/upsample.h"
#include "models/backbones/load_frozen.h"

namespace mien {

Inception::Inception(const Options& o) : options_(o) {
  check(o.size >= 75, "Inception: the size must be at least 75, got ", o.size);
  add_stem();
  add_a("Mixed_5b", 192, 32);
  add_a("Mixed_5c", 256, 64);
  add_a("Mixed_5d", 288, 64);
  add_b(288);
  add_c("Mixed_6b", 128);
  add_c("Mixed_6c", 160);
  add_c("Mixed_6d", 160);
  add_c("Mixed_6e", 192);
  add_d();
  add_e("Mixed_7b", 1280, Pool::average);
  add_e("Mixed_7c", 2048, o.variant == Variant::fid ? Pool::maximum : Pool::average);
}

Inception::Chain Inception::add_chain(const std::string& block, Index in,
                                      const std::vector<Unit>& units) {
  Chain chain;
  for (const Unit& unit : units) {
    chain.push_back(&add<ConvNorm>(block + unit.name, {.conv = {.in_channels = in,
                                                                .out_channels = unit.out,
                                                                .kernel = unit.kernel,
                                                                .stride = unit.stride,
                                                                .padding = unit.padding},
                                                       .epsilon = 1e-3}));
    in = unit.out;
  }
  return chain;
}

void Inception::add_stem() {
  stem_ = add_chain("Conv2d_", 3,
                    {{"1a_3x3", 32, 3, 2},
                     {"2a_3x3", 32, 3},
                     {"2b_3x3", 64, 3, 1, 1},
                     {"3b_1x1", 80},
                     {"4a_3x3", 192, 3}});
}

void Inception::add_a(const std::string& name, Index in, Index pool_width) {
  const std::string at = name + ".branch";
  blocks_.push_back(
      {{add_chain(at, in, {{"1x1", 64}}),
        add_chain(at, in, {{"5x5_1", 48}, {"5x5_2", 64, 5, 1, 2}}),
        add_chain(at, in, {{"3x3dbl_1", 64}, {"3x3dbl_2", 96, 3, 1, 1}, {"3x3dbl_3", 96, 3, 1, 1}}),
        add_chain(at, in, {{"_pool", pool_width}})},
       Pool::average});
}

void Inception::add_b(Index in) {
  const std::string at = "Mixed_6a.branch";
  blocks_.push_back(
      {{add_chain(at, in, {{"3x3", 384, 3, 2}}),
        add_chain(at, in, {{"3x3dbl_1", 64}, {"3x3dbl_2", 96, 3, 1, 1}, {"3x3dbl_3", 96, 3, 2}}),
        {}},
       Pool::reduction});
}

void Inception::add_c(const std::string& name, Index width) {
  const std::string at = name + ".branch";
  const Extent row{1, 7}, column{7, 1}, beside{0, 3}, above{3, 0};
  blocks_.push_back(
      {{add_chain(at, 768, {{"1x1", 192}}),
        add_chain(
            at, 768,
            {{"7x7_1", width}, {"7x7_2", width, row, 1, beside}, {"7x7_3", 192, column, 1, above}}),
        add_chain(at, 768,
                  {{"7x7dbl_1", width},
                   {"7x7dbl_2", width, column, 1, above},
                   {"7x7dbl_3", width, row, 1, beside},
                   {"7x7dbl_4", width, column, 1, above},
                   {"7x7dbl_5", 192, row, 1, beside}}),
        add_chain(at, 768, {{"_pool", 192}})},
       Pool::average});
}

void Inception::add_d() {
  const std::string at = "Mixed_7a.branch";
  blocks_.push_back({{add_chain(at, 768, {{"3x3_1", 192}, {"3x3_2", 320, 3, 2}}),
                      add_chain(at, 768,
                                {{"7x7x3_1", 192},
                                 {"7x7x3_2", 192, {1, 7}, 1, {0, 3}},
                                 {"7x7x3_3", 192, {7, 1}, 1, {3, 0}},
                                 {"7x7x3_4", 192, 3, 2}}),
                      {}},
                     Pool::reduction});
}

// The last two units of a branch with split ends see the same map.
void Inception::add_e(const std::string& name, Index in, Pool pool) {
  const std::string at = name + ".branch";
  const auto split = [&](Chain chain, const char* row, const char* column) {
    chain.push_back(add_chain(at, 384, {{row, 384, {1, 3}, 1, {0, 1}}}).front());
    chain.push_back(add_chain(at, 384, {{column, 384, {3, 1}, 1, {1, 0}}}).front());
    return chain;
  };
  const Chain first = add_chain(at, in, {{"1x1", 320}});
  const Chain second = split(add_chain(at, in, {{"3x3_1", 384}}), "3x3_2a", "3x3_2b");
  const Chain third = split(add_chain(at, in, {{"3x3dbl_1", 448}, {"3x3dbl_2", 384, 3, 1, 1}}),
                            "3x3dbl_3a", "3x3dbl_3b");
  blocks_.push_back({{first, second, third, add_chain(at, in, {{"_pool", 192}})}, pool, true});
}

Variable Inception::pooled(Pool pool, const Variable& x) const {
  const bool count_padding = options_.variant == Variant::torchvision;
  switch (pool) {
    case Pool::none:
      return x;
    case Pool::average:
      return avg_pool2d(
          x, {.kernel = 3, .stride = 1, .padding = 1, .count_include_pad = count_padding});
    case Pool::maximum:
      return max_pool2d(x, {.kernel = 3, .stride = 1, .padding = 1});
    case Pool::reduction:
      return max_pool2d(x, {.kernel = 3, .stride = 2});
  }
  throw std::logic_error("Inception: not a Pool");
}

Variable Inception::run(const Block& block, const Variable& x) const {
  std::vector<Variable> results;
  for (std::size_t b = 0; b < block.branches.size(); ++b) {
    const Chain& chain = block.branches[b];
    const bool last = b + 1 == block.branches.size();
    const std::size_t ends = block.split_ends && (b == 1 || b == 2) ? 2 : 0;
    Variable y = last ? pooled(block.pool, x) : x;
    for (std::size_t k = 0; k + ends < chain.size(); ++k) y = (*chain[k])(y);
    if (ends == 0) results.push_back(y);
    for (std::size_t k = chain.size() - ends; k < chain.size(); ++k) {
      results.push_back((*chain[k])(y));
    }
  }
  return concat(results, 3);
}

Variable Inception::operator()(const Variable& x) {
  check(x.rank() == 4 && x.dim(3) == 3, "Inception: x must be [N, H, W, 3], got ", x.shape());
  const bool fits = x.dim(1) == options_.size && x.dim(2) == options_.size;
  Variable y = fits ? x : upsample_bilinear(x, {options_.size, options_.size});
  for (std::size_t k = 0; k < stem_.size(); ++k) {
    y = (*stem_[k])(y);
    if (k == 2 || k == 4) y = max_pool2d(y, {.kernel = 3, .stride = 2});
  }
  for (const Block& block : blocks_) y = run(block, y);
  return global_avg_pool(y);
}

std::unique_ptr<Inception> load_inception(const std::filesystem::path& path,
                                          Inception::Variant variant) {
  return load_frozen<Inception>(path, "Inception-v3", Inception::Options{.variant = variant});
}

}  // namespace mien
