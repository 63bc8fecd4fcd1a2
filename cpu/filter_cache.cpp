#include "cpu/filter_cache.h"

namespace mien::cpu {

thread_local FilterCache::Scope* FilterCache::innermost_ = nullptr;

FilterCache::Scope::Scope(FilterCache& cache, Index limit)
    : cache_(cache), limit_(limit), outer_(innermost_) {
  innermost_ = this;
}

FilterCache::Scope::~Scope() {
  innermost_ = outer_;
  cache_.end_scope();
}

FilterCache::Entry& FilterCache::at(const FilterKey& key, std::uint64_t version) {
  Entry& entry = entries_[key];
  if (entry.uses.empty() || entry.version != version) {
    drop(entry);
    entry.version = version;
    entry.uses.push_back(0);
  }
  ++entry.uses.back();
  return entry;
}

void FilterCache::keep(Entry& entry, const Tensor& filters, Index limit) {
  const std::size_t which = entry.uses.size() - 1;
  const bool is_used_again = which < entry.before.size() && entry.uses.back() < entry.before[which];
  if (!is_used_again) return drop(entry);
  if (entry.filters.defined() || bytes_ + filters.bytes() > limit) return;
  entry.filters = filters;
  bytes_ += filters.bytes();
}

void FilterCache::drop(Entry& entry) {
  bytes_ -= entry.filters.bytes();
  entry.filters = {};
}

void FilterCache::end_scope() {
  for (auto& [key, entry] : entries_) {
    drop(entry);
    entry.before = std::move(entry.uses);
    entry.uses.clear();
  }
  std::erase_if(entries_, [](const auto& item) { return item.second.before.empty(); });
}

}  // namespace mien::cpu
