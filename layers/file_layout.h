#pragma once

#include <vector>

#include "tensor/tensor.h"

namespace mien {

/// How a parameter's axes are ordered in PyTorch's files. Ours follow `[N, H, W, C]`.
///
/// A parameter is viewed as `view`, its axes are permuted, and the result is stored as `file`:
/// a filter [out, kH, kW, in] becomes [out, in, kH, kW], and the columns of a linear layer behind
/// a flattened image are put in C, H, W order. A default-made layout changes nothing.
class FileLayout {
 public:
  FileLayout() = default;
  FileLayout(const Shape& view, std::vector<int> permutation, const Shape& file);

  /// [out, kH, kW, in] to [out, in, kH, kW]; for a transposed filter, [in, kH, kW, out] to
  /// [in, out, kH, kW].
  static FileLayout filter(const Shape& weight);
  /// The weight of a linear layer between images or plain features: where `out` or `in` is an image
  /// [H, W, C] instead of [features], its rows or columns are put in C, H, W order.
  static FileLayout linear(const Shape& out, const Shape& in);
  /// A vector over a flattened image [H, W, C]; nothing changes for plain [features].
  static FileLayout flattened(const Shape& image);

  /// Our tensor in the file's order, and back (to the shape of the view). Throw
  /// std::invalid_argument for another shape.
  Tensor to_file(const Tensor& ours) const;
  Tensor from_file(const Tensor& stored) const;

  /// The shape in the file of a tensor of our shape `ours`.
  Shape file_shape(const Shape& ours) const { return permutation_.empty() ? ours : file_; }

 private:
  Shape view_, file_;
  std::vector<int> permutation_;
};

}  // namespace mien
