#include "autograd/ops/resample2d.h"

#include "autograd/dispatch.h"
#include "autograd/from_op.h"
#include "cpu/resample2d.h"
#include "cuda/resample2d.h"

namespace mien {

Variable resample2d(const Variable& x, const AxisWeights& rows, const AxisWeights& columns,
                    const char* op) {
  check(x.rank() == 4 && x.dim(1) == rows.inputs() && x.dim(2) == columns.inputs(), op,
        ": x must be [N, ", rows.inputs(), ", ", columns.inputs(), ", C], got ", x.shape());

  Tensor y({x.dim(0), rows.outputs(), columns.outputs(), x.dim(3)}, x.dtype(), x.value().device());
  dispatch_maps(y, [&]<class T>(auto& backend) {
    resample2d(backend, x.dim(0), x.dim(3), rows, columns, x.value().data<T>(),
               y.mutable_data<T>());
  });

  return from_op(op, y, {{x, [rows, columns](const Variable& dy) {
                            return resample2d(dy, rows.transposed(), columns.transposed());
                          }}});
}

}  // namespace mien
