#include "autograd/ops/max_pool2d.h"

#include "autograd/check_alike.h"
#include "autograd/dispatch.h"
#include "autograd/from_op.h"
#include "autograd/grad_mode.h"
#include "autograd/ops/pixel_indices.h"
#include "cpu/max_pool2d.h"
#include "cuda/max_pool2d.h"

namespace mien {
namespace {

Shape pooled(const Pool2dGeometry& g) { return {g.N, g.Ho, g.Wo, g.C}; }

void check_indices(const char* op, const Tensor& indices, const Pool2dGeometry& g,
                   const Variable& x) {
  check(indices.shape() == pooled(g) && indices.dtype() == DType::int32, op,
        ": indices must be int32 ", pooled(g), ", got ", indices.dtype(), " ", indices.shape());
  check_device(op, x.value(), indices);
}

}  // namespace

Variable max_pool2d(const Variable& x, const Pool2dOptions& options) {
  const Pool2dGeometry g = pool2d_geometry("max_pool2d", x.shape(), options);

  Tensor y(pooled(g), x.dtype(), x.value().device());
  Tensor indices;  // for the walk back alone
  if (x.requires_grad() && is_recording()) indices = Tensor(y.shape(), DType::int32, y.device());
  dispatch_maps(y, [&]<class T>(auto& backend) {
    max_pool2d(backend, g, x.value().data<T>(), y.mutable_data<T>(),
               indices.defined() ? indices.mutable_data<std::int32_t>() : nullptr);
  });

  return from_op("max_pool2d", y, {{x, [indices, shape = x.shape(), options](const Variable& dy) {
                                      return max_pool2d_scatter(dy, indices, shape, options);
                                    }}});
}

Variable max_pool2d_scatter(const Variable& dy, const Tensor& indices, const Shape& x,
                            const Pool2dOptions& options) {
  const Pool2dGeometry g = pool2d_geometry("max_pool2d_scatter", x, options);
  check(dy.shape() == pooled(g), "max_pool2d_scatter: dy must be ", pooled(g), ", got ",
        dy.shape());
  check_indices("max_pool2d_scatter", indices, g, dy);

  Tensor dx(x, dy.dtype(), dy.value().device());
  dispatch_maps(dx, [&]<class T>(auto& backend) {
    max_pool2d_scatter(backend, g, dy.value().data<T>(), indices.data<std::int32_t>(),
                       dx.mutable_data<T>());
  });

  return from_op("max_pool2d_scatter", dx, {{dy, [indices, options](const Variable& ddx) {
                                               return max_pool2d_gather(ddx, indices, options);
                                             }}});
}

Variable max_pool2d_gather(const Variable& x, const Tensor& indices, const Pool2dOptions& options) {
  const Pool2dGeometry g = pool2d_geometry("max_pool2d_gather", x.shape(), options);
  check_indices("max_pool2d_gather", indices, g, x);
  check_pixel_indices("max_pool2d_gather", indices, 0, {g.H, g.W});

  Tensor y(pooled(g), x.dtype(), x.value().device());
  dispatch_maps(y, [&]<class T>(auto& backend) {
    max_pool2d_gather(backend, g, x.value().data<T>(), indices.data<std::int32_t>(),
                      y.mutable_data<T>());
  });

  return from_op("max_pool2d_gather", y,
                 {{x, [indices, shape = x.shape(), options](const Variable& dy) {
                     return max_pool2d_scatter(dy, indices, shape, options);
                   }}});
}

}  // namespace mien
