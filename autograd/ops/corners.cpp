#include "autograd/ops/corners.h"

#include <algorithm>
#include <limits>

#include "autograd/check_alike.h"
#include "autograd/composite.h"
#include "autograd/constant.h"
#include "autograd/dispatch.h"
#include "autograd/from_op.h"
#include "autograd/grad_mode.h"
#include "autograd/ops/arithmetic.h"
#include "autograd/ops/matmul.h"
#include "autograd/ops/pixel_indices.h"
#include "autograd/ops/reshape.h"
#include "cpu/corners.h"
#include "cuda/corners.h"

namespace mien {
namespace {

// `image` is [N, H, W, C], `points` [N, Ho, Wo, channels].
CornerGeometry geometry(const char* op, const Shape& image, const Shape& points, Index channels,
                        const Tensor& indices) {
  check(image.rank() == 4, op, ": image must be [N, H, W, C], got ", image);
  check(points.rank() == 4 && points[0] == image[0] && points[3] == channels, op,
        ": expected one [", image[0], ", Ho, Wo, ", channels, "] value per point, got ", points);
  check(indices.shape() == points.with(3, 4) && indices.dtype() == DType::int32, op,
        ": indices must be int32 ", points.with(3, 4), ", got ", indices.dtype(), " ",
        indices.shape());
  if (indices.device() == kCpu) check_pixel_indices(op, indices, -1, {image[1], image[2]});
  return {image[0], points[1] * points[2], image[1], image[2], image[3]};
}

void check_inputs(const char* op, const Variable& a, const Variable& b, const Tensor& indices) {
  check_alike(op, a.value(), b.value());
  check_device(op, a.value(), indices);
}

// The definition of the weights: with (u, v) the distance beyond the first corner in pixels, they
// are (1 - u, 1 - u, u, u) times (1 - v, v, 1 - v, v). `weights` are their values.
Variable weights_of(const Variable& grid, const Tensor& weights, ImageSize size) {
  const auto constant = [&](const Shape& shape, const std::vector<double>& values) {
    return constant_like(grid, shape, values);
  };
  const MatmulOptions exact{.exact = true};
  const Index points = grid.numel() / 2;
  const Variable at = reshape(grid, {points, 2});
  const Variable scale = constant(
      {2}, {static_cast<double>(size.height - 1) / 2, static_cast<double>(size.width - 1) / 2});
  const Variable distance = matmul(Variable(weights.reshape({points, 4})),
                                   constant({4, 2}, {0, 0, 0, 1, 1, 0, 1, 1}), exact);
  const Variable scaled = at * scale;
  const Variable uv = scaled + (distance - scaled).detach();
  const Variable u = matmul(uv, constant({2, 4}, {-1, -1, 1, 1, 0, 0, 0, 0}), exact);
  const Variable v = matmul(uv, constant({2, 4}, {0, 0, 0, 0, -1, 1, -1, 1}), exact);
  return reshape((u + constant({4}, {1, 1, 0, 0})) * (v + constant({4}, {1, 0, 1, 0})),
                 weights.shape());
}

Variable weights_backward(const Tensor& weights, const Variable& dy, const CornerGeometry& g) {
  Tensor dgrid(weights.shape().with(3, 2), weights.dtype(), weights.device());
  dispatch(dgrid, [&]<class T>(auto& backend) {
    bilinear_corners_backward(backend, g, weights.data<T>(), dy.value().data<T>(),
                              dgrid.mutable_data<T>());
  });
  return Variable(dgrid);
}

}  // namespace

Corners bilinear_corners(const Variable& grid, ImageSize size) {
  check(grid.rank() == 4 && grid.dim(3) == 2, "bilinear_corners: grid must be [N, Ho, Wo, 2], got ",
        grid.shape());
  check(size.height >= 1 && size.width >= 1 &&
            size.height * size.width <= std::numeric_limits<std::int32_t>::max(),
        "bilinear_corners: image must have between 1 and 2^31 pixels, got ", size.height, " x ",
        size.width);
  const CornerGeometry g{grid.dim(0), grid.dim(1) * grid.dim(2), size.height, size.width, 0};

  Tensor weights(grid.shape().with(3, 4), grid.dtype(), grid.value().device());
  Tensor indices(weights.shape(), DType::int32, weights.device());
  dispatch(weights, [&]<class T>(auto& backend) {
    bilinear_corners(backend, g, grid.value().data<T>(), weights.mutable_data<T>(),
                     indices.mutable_data<std::int32_t>());
  });

  const auto gradient = [=, grid = saved(grid, "grid")](const Variable& dy,
                                                        const std::vector<bool>& needed) {
    if (!is_recording()) return std::vector<Variable>{weights_backward(weights, dy, g)};
    return composite_gradients(
        {grid()}, [&](const auto& own) { return weights_of(own[0], weights, size); }, dy, needed);
  };
  return {from_op("bilinear_corners", weights, {grid}, gradient), indices};
}

Variable gather_corners(const Variable& x, const Variable& weights, const Tensor& indices) {
  const CornerGeometry g = geometry("gather_corners", x.shape(), weights.shape(), 4, indices);
  check_inputs("gather_corners", x, weights, indices);

  Tensor y(weights.shape().with(3, g.C), x.dtype(), x.value().device());
  dispatch(y, [&]<class T>(auto& backend) {
    gather_corners(backend, g, x.value().data<T>(), weights.value().data<T>(),
                   indices.data<std::int32_t>(), y.mutable_data<T>());
  });

  const ImageSize size{g.H, g.W};
  return from_op(
      "gather_corners", y,
      {{x, [=, weights = saved(weights, "weights")](
               const Variable& dy) { return scatter_corners(dy, weights(), indices, size); }},
       {weights,
        [=, x = saved(x, "x")](const Variable& dy) { return dot_corners(x(), dy, indices); }}});
}

Variable scatter_corners(const Variable& dy, const Variable& weights, const Tensor& indices,
                         ImageSize size) {
  check(dy.rank() == 4, "scatter_corners: dy must be [N, Ho, Wo, C], got ", dy.shape());
  const Shape image{dy.dim(0), size.height, size.width, dy.dim(3)};
  const CornerGeometry g = geometry("scatter_corners", image, dy.shape(), dy.dim(3), indices);
  check(weights.shape() == indices.shape(), "scatter_corners: weights must be ", indices.shape(),
        ", got ", weights.shape());
  check_inputs("scatter_corners", dy, weights, indices);

  Tensor dx(image, dy.dtype(), dy.value().device());
  dispatch(dx, [&]<class T>(auto& backend) {
    scatter_corners(backend, g, dy.value().data<T>(), weights.value().data<T>(),
                    indices.data<std::int32_t>(), dx.mutable_data<T>());
  });

  return from_op(
      "scatter_corners", dx,
      {{dy, [=, weights = saved(weights, "weights")](
                const Variable& ddx) { return gather_corners(ddx, weights(), indices); }},
       {weights, [=, dy = saved(dy, "dy")](const Variable& ddx) {
          return dot_corners(ddx, dy(), indices);
        }}});
}

Variable dot_corners(const Variable& x, const Variable& dy, const Tensor& indices) {
  check(x.rank() == 4, "dot_corners: x must be [N, H, W, C], got ", x.shape());
  const CornerGeometry g = geometry("dot_corners", x.shape(), dy.shape(), x.dim(3), indices);
  check_inputs("dot_corners", x, dy, indices);

  Tensor products(indices.shape(), x.dtype(), x.value().device());
  dispatch(products, [&]<class T>(auto& backend) {
    dot_corners(backend, g, x.value().data<T>(), dy.value().data<T>(), indices.data<std::int32_t>(),
                products.mutable_data<T>());
  });

  const ImageSize size{g.H, g.W};
  return from_op("dot_corners", products,
                 {{x,
                   [=, dy = saved(dy, "dy")](const Variable& upstream) {
                     return scatter_corners(dy(), upstream, indices, size);
                   }},
                  {dy, [=, x = saved(x, "x")](const Variable& upstream) {
                     return gather_corners(x(), upstream, indices);
                   }}});
}

}  // namespace mien
