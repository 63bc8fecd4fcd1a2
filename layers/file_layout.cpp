#include "layers/file_layout.h"

#include "autograd/ops/permute.h"

namespace mien {
namespace {

Tensor permuted(const Tensor& x, const std::vector<int>& axes) {
  return permute(Variable(x), axes).value();
}

}  // namespace

FileLayout::FileLayout(const Shape& view, std::vector<int> permutation, const Shape& file)
    : view_(view), file_(file), permutation_(std::move(permutation)) {
  check(view.numel() == file.numel() && static_cast<int>(permutation_.size()) == view.rank(),
        "file layout: ", view, " cannot be stored as ", file);
}

FileLayout FileLayout::filter(const Shape& weight) {
  return {weight, {0, 3, 1, 2}, {weight[0], weight[3], weight[1], weight[2]}};
}

FileLayout FileLayout::linear(const Shape& out, const Shape& in) {
  std::vector<Index> sizes(out.begin(), out.end());
  sizes.insert(sizes.end(), in.begin(), in.end());
  std::vector<int> axes;
  const auto append = [&](const Shape& side, int first) {
    for (int axis : side.rank() == 3 ? std::vector{2, 0, 1} : std::vector{0}) {
      axes.push_back(first + axis);
    }
  };
  append(out, 0);
  append(in, out.rank());
  if (axes.size() == 2) return {};
  return {Shape(std::span<const Index>(sizes)), axes, {out.numel(), in.numel()}};
}

FileLayout FileLayout::flattened(const Shape& image) {
  if (image.rank() != 3) return {};
  return {image, {2, 0, 1}, {image.numel()}};
}

Tensor FileLayout::to_file(const Tensor& ours) const {
  if (permutation_.empty()) return ours;
  return permuted(ours.reshape(view_), permutation_).reshape(file_);
}

Tensor FileLayout::from_file(const Tensor& stored) const {
  if (permutation_.empty()) return stored;
  check(stored.shape() == file_, "file layout: expected ", file_, ", got ", stored.shape());
  // The stored axes in their own order, and the permutation that undoes ours.
  std::vector<Index> sizes(permutation_.size());
  std::vector<int> inverse(permutation_.size());
  for (std::size_t i = 0; i < permutation_.size(); ++i) {
    sizes[i] = view_[permutation_[i]];
    inverse[permutation_[i]] = static_cast<int>(i);
  }
  return permuted(stored.reshape(Shape(std::span<const Index>(sizes))), inverse);
}

}  // namespace mien
