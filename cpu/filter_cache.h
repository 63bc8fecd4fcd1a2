#pragma once

#include <map>
#include <vector>

#include "cpu/context.h"
#include "tensor/conv2d_geometry.h"
#include "tensor/tensor.h"

namespace mien::cpu {

// Note [Filters used again]
//
// A step of training may convolve several images with the same weights: a discriminator judges real
// faces and made ones, VGG-19 looks at the target and at the result, and the walk back goes through
// both. Filters transformed for the first of them are good for the others, until somebody writes to
// the weights. A step is like the one before it. So how often filters will be used is known from
// there, and they are kept from their first use to their last alone: those that are used once, as
// nearly all of a generator's, take no memory.

/// Which weights, transformed for which product: panels [first, first + count) of one phase.
struct FilterKey {
  const float* weights;
  Conv2dGeometry geometry;
  Conv2dPass pass;
  Index phase = 0, first = 0, count = 0;

  auto operator<=>(const FilterKey&) const = default;
};

/// Transformed filters on their way from one use to the next.
class FilterCache {
 public:
  /// While it lives, convolutions of this thread keep in `cache` what they will use again, by what
  /// they used in the scope before; `limit` is in bytes. At its end nothing is kept.
  class Scope {
   public:
    explicit Scope(FilterCache& cache, Index limit = context().workspace);
    ~Scope();
    Scope(const Scope&) = delete;
    Scope& operator=(const Scope&) = delete;

   private:
    friend class FilterCache;
    FilterCache& cache_;
    Index limit_;
    Scope* outer_;
  };

  /// The filters of `key`: what an earlier use in the innermost scope left, or what `transform`
  /// makes. `version` is that of the weights' tensor, 0 if it is not known.
  template <class F>
  static Tensor get(const FilterKey& key, std::uint64_t version, F&& transform) {
    if (!innermost_ || version == 0) return transform();
    Entry& entry = innermost_->cache_.at(key, version);
    const Tensor filters = entry.filters.defined() ? entry.filters : transform();
    innermost_->cache_.keep(entry, filters, innermost_->limit_);
    return filters;
  }

  /// Of filters that are kept now.
  Index bytes() const { return bytes_; }

 private:
  struct Entry {
    std::uint64_t version = 0;
    Tensor filters;
    // How often each version was used, in the order of versions: in the scope before, and in this.
    std::vector<int> before, uses;
  };

  Entry& at(const FilterKey& key, std::uint64_t version);
  void keep(Entry& entry, const Tensor& filters, Index limit);
  void drop(Entry& entry);
  void end_scope();

  static thread_local Scope* innermost_;
  std::map<FilterKey, Entry> entries_;
  Index bytes_ = 0;
};

}  // namespace mien::cpu
