#include "autograd/ops/sampling_grid.h"

#include "autograd/constant.h"
#include "autograd/ops/arithmetic.h"
#include "autograd/ops/matmul.h"
#include "autograd/ops/reshape.h"
#include "autograd/ops/trigonometry.h"

namespace mien {
namespace {

// Seven bits of a place are a quarter of a pixel in 64.
constexpr MatmulOptions kExact{.exact = true};

double coordinate(Index i, Index size) {
  return size == 1 ? 0 : -1 + 2 * static_cast<double>(i) / static_cast<double>(size - 1);
}

// Calls f(y, x) for each position of the identity grid.
template <class F>
void for_each_position(ImageSize size, F&& f) {
  for (Index i = 0; i < size.height; ++i) {
    for (Index j = 0; j < size.width; ++j) {
      f(coordinate(i, size.height), coordinate(j, size.width));
    }
  }
}

// [6, 2 H W]: the grid is linear in the six parameters.
Tensor affine_basis(ImageSize size) {
  const Index columns = 2 * size.height * size.width;
  Tensor basis = zeros({6, columns}, DType::float64);
  double* at = basis.mutable_data<double>();
  for_each_position(size, [&](double y, double x) {
    const double homogeneous[3] = {y, x, 1};
    for (int k = 0; k < 3; ++k) {
      at[k * columns] = homogeneous[k];
      at[(3 + k) * columns + 1] = homogeneous[k];
    }
    at += 2;
  });
  return basis;
}

Tensor identity_grid(ImageSize size) {
  Tensor grid({size.height, size.width, 2}, DType::float64);
  double* at = grid.mutable_data<double>();
  for_each_position(size, [&](double y, double x) {
    *at++ = y;
    *at++ = x;
  });
  return grid;
}

std::string named(const char* name, ImageSize size) {
  return text(name, " ", size.height, " x ", size.width);
}

}  // namespace

Variable affine_grid(const Variable& parameters, ImageSize size) {
  check(parameters.rank() == 2 && parameters.dim(1) == 6,
        "affine_grid: parameters must be [N, 6], got ", parameters.shape());
  check(size.height >= 1 && size.width >= 1, "affine_grid: size must be at least 1 x 1, got ",
        size.height, " x ", size.width);
  const Variable basis =
      constant_like(parameters, named("affine_basis", size), [&] { return affine_basis(size); });
  return reshape(matmul(parameters, basis, kExact),
                 {parameters.dim(0), size.height, size.width, 2});
}

Variable similarity_grid(const Variable& parameters, ImageSize size) {
  return affine_grid(similarity_matrix(parameters), size);
}

// M = u U + v V with u = s cos a, v = s sin a; U and V are affine in (t1, t2).
Variable similarity_matrix(const Variable& parameters) {
  check(parameters.rank() == 2 && parameters.dim(1) == 4,
        "similarity_grid: parameters must be [N, 4], got ", parameters.shape());
  const auto constant = [&](const Shape& shape, const std::vector<double>& values) {
    return constant_like(parameters, shape, values);
  };
  const auto times = [&](const Shape& shape, const std::vector<double>& values) {
    return matmul(parameters, constant(shape, values), kExact);
  };
  const Variable angle = times({4, 1}, {1, 0, 0, 0}), scale = times({4, 1}, {0, 1, 0, 0});
  const Variable U = constant({6}, {1, 0, 0, 0, 1, 0}) + times({4, 6}, {0, 0, 0, 0, 0, 0,  //
                                                                        0, 0, 0, 0, 0, 0,  //
                                                                        0, 0, 1, 0, 0, 0,  //
                                                                        0, 0, 0, 0, 0, 1});
  const Variable V = constant({6}, {0, -1, 0, 1, 0, 0}) + times({4, 6}, {0, 0, 0,  0, 0, 0,  //
                                                                         0, 0, 0,  0, 0, 0,  //
                                                                         0, 0, 0,  0, 0, 1,  //
                                                                         0, 0, -1, 0, 0, 0});
  return scale * cos(angle) * U + scale * sin(angle) * V;
}

Variable dense_grid(const Variable& flow) {
  check(flow.rank() == 4 && flow.dim(3) == 2, "dense_grid: flow must be [N, H, W, 2], got ",
        flow.shape());
  const ImageSize size{flow.dim(1), flow.dim(2)};
  return flow +
         constant_like(flow, named("identity_grid", size), [&] { return identity_grid(size); });
}

}  // namespace mien
